using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Releases of what belongs to whoever took it, as a lock does: nobody else can have taken it meanwhile, nor before.
internal sealed partial class ReleaseEffects
{
    // An object that was made here, and that nothing was done with since.
    private bool IsNeverTaken(Given given, List<string> kinds, List<(ReleaseClause Clause, ConditionState State)> clauses, World world) =>
        clauses.TrueForAll(c => c is { Clause: { IfHeld: false, Count: null }, State.DependsOnArguments: false }) && IsNeverTaken(given.Value, kinds, world);

    /// <summary>What a helper gives back on some of its ways is wrong on whichever it is, where nobody has taken it yet.</summary>
    public void CheckPerhapsReleased(Call call, World world)
    {
        foreach (var (target, kind) in call.Effects?.PerhapsReleased ?? ImmutableArray<(Target, string)>.Empty)
        {
            if (GivenFor(call, target, kind, world) is { } given && !world.Resources.Exists(r => Names(given, r, world)) && IsNeverTaken(given.Value, new List<string> { kind }, world))
            {
                _context.Report(new Finding(FindingKind.ReleasedUnacquired, call.Operation.Syntax, null, Trail.After(world.Trail, null)) { Method = call.Method, ReleasedKind = kind });
            }
        }
    }

    private bool IsNeverTaken(Value value, List<string> kinds, World world) =>
        value.Offset == 0 && world.Pristine.Contains(value.Symbol) &&
        Symbols[value.Symbol].Operation is IObjectCreationOperation { Constructor: { } constructor } &&
        kinds.TrueForAll(kind => _context.Contracts.BelongsToHolder(kind) && TakesNothing(constructor, kind));

    // Whoever describes how a lock is taken describes all that takes it in the same assembly, the making of it included.
    private bool TakesNothing(IMethodSymbol constructor, string kind)
    {
        if (constructor.ContainingType.SpecialType == SpecialType.System_Object)
        {
            return true;
        }

        if (!constructor.ContainingType.IsInSourceOf(_context.Compilation))
        {
            return _context.Contracts.TakesOf(kind).Any(m => SymbolEqualityComparer.Default.Equals(m.ContainingAssembly, constructor.ContainingAssembly));
        }

        return Construction.IsPrivate(constructor, _context.Summaries, _context.CancellationToken) &&
               (constructor.IsImplicitlyDeclared ||
                _context.Summaries.Of(constructor, isTracked: true, _context.CancellationToken) is { } made &&
                !made.Acquires.Any(a => a.Kind == kind) && !made.Doubtful.Any(d => d.Kind == kind));
    }
}
