using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>What becomes of the fields of what a method is given, beyond what it says in its clauses.</summary>
internal sealed class PassedParts
{
    /// <summary>Tells that a field is another one now from that what was in it was kept.</summary>
    public const string Replacing = "replaced";

    private readonly IMethodSymbol _method;
    private readonly FlowContext _context;
    private readonly EffectReader _reader;
    private readonly IReadOnlyList<Outcome> _outcomes;

    public PassedParts(IMethodSymbol method, FlowContext context, EffectReader reader, IReadOnlyList<Outcome> outcomes)
    {
        _method = method;
        _context = context;
        _reader = reader;
        _outcomes = outcomes;
    }

    private SymbolTable Symbols => _context.Symbols;

    /// <summary>The ordinals of what nothing is kept or replaced of, and nothing given back without a name.</summary>
    public ImmutableHashSet<int> Untouched() => Passed().Where(p => Replaced(p.Value) is { IsEmpty: true }).Select(p => p.Ordinal).ToImmutableHashSet();

    /// <summary>By ordinal, the fields that are all that is replaced.</summary>
    public ImmutableDictionary<int, ReplacedFields> OnlyReplaced() => Passed()
        .Where(p => p.Ordinal == MemberContract.ReceiverOrdinal || _method.Parameters[p.Ordinal] is { RefKind: RefKind.Ref } or { RefKind: RefKind.None, Type.TypeKind: TypeKind.Class })
        .Select(p => (p.Ordinal, p.Value, Fields: Replaced(p.Value)))
        .Where(p => p.Fields is { IsEmpty: false })
        .ToImmutableDictionary(p => p.Ordinal, p => new ReplacedFields(p.Fields!, p.Fields!.Where(f => IsReplacedSurely(f, p.Value)).ToImmutableHashSet(SymbolEqualityComparer.Default)));

    private bool IsReplacedSurely(ISymbol field, Value passed) => new[] { passed, new Value(AddressOf(passed), 0) }
        .Select(whole => Symbols.Get(Origin.Member, Replacing, field, whole)).ToList() is var replacing &&
        _outcomes.All(o => replacing.Exists(o.World.Published.Contains));

    /// <summary>
    /// Fields in the place of which the method puts something else on every way on which it takes all that it tries to take, whatever there is
    /// in them, and without a look at that.
    /// </summary>
    public ImmutableArray<Target> Overwritten()
    {
        var found = ImmutableArray.CreateBuilder<Target>();
        foreach (var (ordinal, passed) in Passed().Where(p => p.Ordinal == MemberContract.ReceiverOrdinal || _method.Parameters[p.Ordinal].RefKind == RefKind.Ref))
        {
            var whole = ordinal == MemberContract.ReceiverOrdinal ? Target.Receiver : Target.Parameter(ordinal);
            if (Replaced(passed) is not { IsEmpty: false } fields || !IsOnlyLookedInto(whole))
            {
                continue;
            }

            foreach (var field in fields.OfType<IFieldSymbol>().Where(f => f.Type.IsReferenceType && _outcomes.Any(o => IsOverwritten(f, passed, o)) && _outcomes.All(o => IsOverwritten(f, passed, o) || HasFailed(o))).OrderBy(f => f.Name, StringComparer.Ordinal))
            {
                found.Add(whole with { Path = new MemberPath(ImmutableArray.Create<ISymbol>(field), false) });
            }
        }

        return found.ToImmutable();
    }

    /// <summary>
    /// Whether nobody else is given the whole while the method runs: what a field is when it is read is what it was, unless the method
    /// has set it, and nobody else looks at it.
    /// </summary>
    public bool IsOnlyLookedInto(Target whole)
    {
        bool Is(IOperation operation) => whole.IsReceiver
            ? operation is IInstanceReferenceOperation
            : operation is IParameterReferenceOperation { Parameter: var parameter } && SymbolEqualityComparer.Default.Equals(parameter, _method.Parameters[whole.Ordinal]);

        return _context.Root is { } root && root.Descendants().Where(Is).All(o => o.Parent is IFieldReferenceOperation field && field.Instance == o);
    }

    private IEnumerable<(int Ordinal, Value Value)> Passed()
    {
        if (!_method.IsStatic)
        {
            yield return (MemberContract.ReceiverOrdinal, new Value(Symbols.Get(Origin.This), 0));
        }

        foreach (var parameter in _method.Parameters.Where(p => p.RefKind is RefKind.None or RefKind.In || IsStillTheSame(p)))
        {
            yield return (parameter.Ordinal, _reader.Entry(parameter));
        }
    }

    // A struct that is passed by reference for what is in it, and not to be replaced.
    private bool IsStillTheSame(IParameterSymbol parameter) =>
        parameter.RefKind == RefKind.Ref && Evaluator.IsStruct(parameter.Type) &&
        _outcomes.All(o => _reader.Final(parameter, o) is not { } final || final == _reader.Entry(parameter));

    // The fields that the method has put others in; null where it may have kept a part, or given one back that has no name.
    private ImmutableHashSet<ISymbol>? Replaced(Value passed)
    {
        var address = AddressOf(passed);
        bool IsPart(Value value) => !value.IsConstant && Symbols.RestsOn(value.Symbol, s => s == passed.Symbol || s == address);

        var replaced = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var outcome in _outcomes)
        {
            foreach (var part in outcome.World.Published.Where(p => IsPart(new Value(p, 0))))
            {
                if (Symbols[part] is not { Origin: Origin.Member, Subject: Replacing, Member: IFieldSymbol field, Base: { Offset: 0 } whole } ||
                    (whole.Symbol != passed.Symbol && whole.Symbol != address))
                {
                    return null;
                }

                replaced.Add(field);
            }

            if (_reader.IsReturned(passed, outcome) ||
                _method.Parameters.Any(p => p.RefKind is RefKind.Ref or RefKind.Out && _reader.Final(p, outcome) is { } final && final != passed && IsPart(final)) ||
                outcome.World.GivenBack.Any(g => Symbols[g.Key.Symbol].Origin == Origin.Join || (IsPart(g.Key) && _reader.Entered(g.Key) is null)))
            {
                return null;
            }
        }

        return replaced.ToImmutable();
    }

    private int AddressOf(Value passed) => Symbols[passed.Symbol].Member is { } parameter ? Symbols.Get(Origin.Variable, "address", parameter) : passed.Symbol;

    // What was taken before does not come in the way of that: the next time it may succeed.
    private static bool HasFailed(Outcome outcome) => outcome.World.Resources.Exists(r => !r.Foreign && outcome.World.StatusOf(r) == Status.Failed);

    private bool IsOverwritten(IFieldSymbol field, Value passed, Outcome outcome)
    {
        var before = new Value(Symbols.Get(Origin.Member, member: field, @base: passed), 0);
        var place = Place.Member(new Value(AddressOf(passed), 0), Symbols.Intern(field));
        return outcome.World.Places.TryGetValue(place, out var now) &&
               !outcome.World.Places.Any(p => Symbols.RestsOn(p.Value.Symbol, before.Symbol)) &&
               !outcome.World.GivenBack.Any(g => Symbols.RestsOn(g.Key.Symbol, before.Symbol)) &&
               outcome.World.Facts.Evaluate(TestOperator.Equal, before, Value.Zero) == Truth.Unknown;
    }
}
