using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Acquit.Analyzers.Flow.Collections;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;

namespace Acquit.Analyzers.Flow;

/// <summary>What is still held when a method is left, and whether that is a mistake.</summary>
internal sealed class ExitCheck
{
    private sealed record Held(Resource Resource, Outcome Outcome, long? Code, Finding Finding, Facts Facts)
    {
        /// <summary>The method fails with what a call has answered, because that is not zero.</summary>
        public bool IsPassedOn { get; init; }

        /// <summary>What the method answers there, if anything.</summary>
        public Value? Answer { get; init; }

        /// <summary>What the flags that the caller passes, or gets back, are at the exit.</summary>
        public ImmutableDictionary<int, bool> Flags { get; init; } = ImmutableDictionary<int, bool>.Empty;
    }

    private readonly FlowContext _context;
    private readonly SyntaxNode _body;
    private readonly List<Held> _held = new();
    private readonly Dictionary<AcquireSite, HashSet<Outcome>> _released = new();
    private readonly Dictionary<AcquireSite, HashSet<long?>> _releasedCodes = new();
    private readonly Dictionary<AcquireSite, int> _lastReleased = new();
    private readonly Dictionary<AcquireSite, List<(SyntaxNode Exit, ImmutableDictionary<int, bool> Flags)>> _releasedFlags = new();
    private readonly HashSet<(AcquireSite Site, SyntaxNode Exit)> _mixed = new();
    private readonly HashSet<(AcquireSite Site, SyntaxNode Exit)> _unsettled = new();
    private readonly HashSet<(AcquireSite Site, SyntaxNode Store)> _stored = new();

    private readonly PromiseCheck? _promises;
    private readonly UntoldAttempts _untold;
    private readonly Misreleases _misreleases;

    public ExitCheck(FlowContext context, SyntaxNode body, PromiseCheck? promises)
    {
        _context = context;
        _untold = new UntoldAttempts(context);
        _misreleases = new Misreleases(context);
        _promises = promises;
        _body = body;
    }

    /// <summary>A world leaves the method, by return or by its own throw.</summary>
    public void Leave(World world, bool byThrow)
    {
        world.Settle();
        var exit = ExitOf(world, byThrow);
        var outcome = OutcomeOf(world, byThrow);
        Value? returned = !byThrow && world.Places.TryGetValue(Place.Returned, out var value) ? value : null;
        long? code = returned is { IsConstant: true } constant ? constant.Offset : null;
        var isPassedOn = outcome == Outcome.Failure && returned is { IsConstant: false } status && world.Facts.Evaluate(TestOperator.Less, status, Value.Zero) == Truth.Unknown;
        foreach (var resource in world.Resources)
        {
            if (resource is { Status: Status.Released, Foreign: false })
            {
                Add(resource.Site, outcome, code, exit, world);
                _context.TakenOver.Left(resource, outcome);
                (resource.Reported ? _context.Ends.OnceMore : _context.Ends.Once).Add((resource.Site, outcome));
                if (resource is { Reported: true, Owned: false })
                {
                    _untold.ReleasedOnceMore(resource, WayOf(world, outcome, returned));
                }

                continue;
            }

            if (resource is { Status: Status.Failed, Owned: false })
            {
                _untold.Failed(resource, world, WayOf(world, outcome, returned));
            }

            if (resource.IsLive && !IsEmpty(resource, world))
            {
                _context.Unprotected?.Kept(resource.Site);
            }

            if (IsUnsettled(resource, world))
            {
                _unsettled.Add((resource.Site, exit.Node));
            }

            if (resource.IsLive && (resource.Escaped || resource.Stored || resource.Unsure || resource.Shrunk || resource.PartlyReleasedAt is not null))
            {
                _mixed.Add((resource.Site, exit.Node));
            }

            CheckField(resource, world, byThrow);
            if (!resource.IsLive || resource.Escaped || (resource.Stored && !(byThrow && IsLostWithTheObject(resource, world))) || resource.Unsure || resource.Reported || resource.Foreign ||
                (resource.PendingRelease is { } pending && (TakenAsDone.IsGivenBack(resource) || !world.Clone().Assume(pending, false))) ||
                TakenAsDone.IsFoundMissing(resource, world, _context.Symbols) ||
                (resource.PendingEscape is { } keeping && !world.Clone().Assume(keeping, false)))
            {
                continue;
            }

            if (!byThrow && _promises?.IsPromised(resource, world) == true)
            {
                // What the contract tells the callers to expect.
                continue;
            }

            if (IsEmpty(resource, world) || IsWithoutElements(resource, world) || IsFilledInWithNothing(resource, world))
            {
                Add(resource.Site, outcome, code, exit, world);
                _context.Ends.Once.Add((resource.Site, outcome));
                continue;
            }

            var path = Trail.After(world.Trail, resource.AcquiredAt);
            var finding = resource is { PartlyReleasedAt: { } part }
                ? new Finding(FindingKind.WrongCount, part.Syntax, resource, path)
                {
                    Exit = exit, Method = null, ExpectedCount = HolderNames.Of(resource.High, world, _context),
                }
                : new Finding(FindingKind.HeldAtExit, resource.Site.Call.Syntax, resource, path)
                {
                    Exit = exit, IsUnsettled = IsUnsettled(resource, world),
                    Holder = HolderNames.Of(resource.Key, world, _context), ExpectedCount = HolderNames.Of(resource.High, world, _context),
                };
            _held.Add(new Held(resource, outcome, code, finding, world.Facts.Clone()) { Flags = FlagsIn(world), IsPassedOn = isPassedOn, Answer = returned });
        }

        foreach (var finding in _context.Collections?.LeftIn(world, exit) ?? Enumerable.Empty<Finding>())
        {
            _held.Add(new Held(finding.Resource!, outcome, code, finding, world.Facts.Clone()));
        }

        if (!byThrow)
        {
            _promises?.Leave(world, exit);
        }
    }

    // Nobody gets hold of an object whose constructor throws: what it has taken by then goes with it, unless it is finalized.
    private bool IsLostWithTheObject(Resource resource, World world) =>
        _context.Owner is IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: { TypeKind: TypeKind.Class } type } &&
        resource is { Owned: true, StoredIn: IFieldSymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Private } field } &&
        SymbolEqualityComparer.Default.Equals(field.ContainingType, type) &&
        !world.Published.Contains(_context.Symbols.Get(Origin.This)) && !Finalization.IsPossible(type, _context.Compilation);

    private void CheckField(Resource resource, World world, bool byThrow)
    {
        if (!byThrow && resource is { IsLive: true, Owned: true, Unsure: false, Reported: false, StoredIn: { } field, StoredAt: { } store } &&
            (!resource.Escaped || resource.LeftToField) && _stored.Add((resource.Site, store)) &&
            _context.Summaries.Fields.IsNeverReleased(field, resource.Kind, _context.Summaries, _context.CancellationToken))
        {
            _context.Report(new Finding(FindingKind.KeptForEver, store, resource, Trail.After(world.Trail, resource.AcquiredAt)) { Field = field });
        }
    }

    // That there are no fewer than none is enough: to release none does no harm.
    private static bool IsUnsettled(Resource resource, World world) =>
        (resource.Status is Status.Maybe or Status.Failed || resource.Sparse) && (resource.Site.Clause.Count is null || world.Facts.Upper(resource.Low, resource.High) > 0);

    /// <summary>All ways out are known: reports what is held on some of them by mistake.</summary>
    public void Finish()
    {
        _context.AlikeWhereNotTaken.UnionWith(_untold.OnceMoreAlike());
        foreach (var held in _held.OrderBy(h => h.Finding.Exit!.Node.SpanStart).ThenBy(h => h.Finding.Path.Count))
        {
            if (held.Finding is { Keeping: not null } left && AskedForContent.MayBe(left))
            {
                continue;
            }

            if ((held.Resource.Owned || IsOneSided(held)) && !SkipsTheLoopThatHandsOn(held) && !_context.TakenOver.Explains(held.Resource, held.Facts, held.Outcome))
            {
                if (held.Resource.Misrelease is not null)
                {
                    _misreleases.Report(held.Resource, held.Outcome, held.Finding.Path);
                    continue;
                }

                var way = (held.Resource.Site, held.Finding.Exit!.Node);
                _context.Report(held.Finding with { IsExitMixed = _mixed.Contains(way), IsExitUnsettled = _unsettled.Contains(way) });
            }
        }
    }

    // A loop hands it on in its first round, and this path has no round: whoever wrote it knows that there is one.
    private bool SkipsTheLoopThatHandsOn(Held held)
    {
        if (held.Resource is { Shrunk: true, Whole: { } whole } && held.Facts.Upper(whole.Low, held.Resource.Low) <= -1)
        {
            // It had its rounds.
            return false;
        }

        foreach (var step in held.Finding.Path)
        {
            if (step is not { Kind: StepKind.Branch, Outcome: false } || step.Node.Parent is not (ForStatementSyntax or WhileStatementSyntax or CommonForEachStatementSyntax))
            {
                continue;
            }

            var loop = step.Node.Parent;
            if (!loop.Span.Contains(held.Resource.Site.Call.Syntax.Span) && !held.Finding.Path.Any(s => s.Kind == StepKind.Branch && s.Outcome && s.Node == step.Node) &&
                _context.HandedOn.Any(h => h.Site == held.Resource.Site && loop.Span.Contains(h.Node.Span) && !IsOnTheWayOut(h.Node, loop)))
            {
                return true;
            }
        }

        return false;
    }

    // A loop of its own does so, where a branch leaves the method: rounds that come to their end do not hand anything on.
    private static bool IsOnTheWayOut(SyntaxNode handing, SyntaxNode loop)
    {
        var isInLoop = false;
        for (var node = handing.Parent; node is not null && node != loop; node = node.Parent)
        {
            isInLoop |= LoopStatements.Is(node);
            if (isInLoop && node is BlockSyntax { Parent: IfStatementSyntax or ElseClauseSyntax, Statements: var statements } && statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax)
            {
                return true;
            }
        }

        return false;
    }

    // On something that the caller can also name, holding on is half of a pair. Released on some paths and not on others is a
    // mistake, unless the result tells the caller which: held on success, undone on failure.
    private bool IsOneSided(Held held)
    {
        // A signal, which others wait for: given where it was not taken, it is not owed where it was.
        var isSignal = _context.ReleasedUnheld.Contains((held.Resource.Kind, held.Resource.Key));
        if (isSignal && !_context.Contracts.BelongsToHolder(held.Resource.Kind))
        {
            return false;
        }

        if (_untold.Include(held.Resource, new UntoldAttempts.Way(held.Outcome, held.Answer, held.Facts, held.Flags)))
        {
            return true;
        }

        if (isSignal)
        {
            return false;
        }

        if (!_context.IsReported(held.Resource.Site) && (LocksKeptForGood.Include(held.Resource, _context) || KeptByHandlers.Include(held.Resource, _context)))
        {
            return true;
        }

        if (IsLeftByErrorsOnly(held))
        {
            return true;
        }

        if (!_context.ReleasedSomewhere.Contains(held.Resource.Site) || !_released.TryGetValue(held.Resource.Site, out var released) ||
            IsToldByFlags(held) || IsCounted(held))
        {
            return false;
        }

        return held.Outcome switch
        {
            // A status that a call has answered and that is passed on may be one by which others know what to undo.
            Outcome.Failure => !held.IsPassedOn || !LeftByCallers.GiveBack(held.Resource.Kind, _context),
            Outcome.Success when HasObjectAsResult && released.Contains(Outcome.Unknown) && IsForgotten(held) => true,
            Outcome.Success => released.Contains(Outcome.Success) && !IsToldByCode(held),
            _ when HasObjectAsResult && released.Contains(Outcome.Success) => true,
            _ => !released.Contains(Outcome.Failure) && !released.Contains(Outcome.Success),
        };
    }

    // A loop without an end gives it back in every round but the one in which the method fails: nobody is left with what he asked for.
    private bool IsLeftByErrorsOnly(Held held) =>
        IsError(held) && held.Flags.IsEmpty && !_mixed.Any(way => way.Site == held.Resource.Site) && !_released.ContainsKey(held.Resource.Site) && _context.ProperlyReleased.Contains(held.Resource.Site) && !IsCounted(held) &&
        _held.TrueForAll(other => other.Resource.Site != held.Resource.Site || IsError(other)) && !LeftByCallers.GiveBack(held.Resource.Kind, _context);

    // That there is no mistaking.
    private static bool IsError(Held held) => held.Outcome == Outcome.Failure && (held.Code < 0 || held.Finding.Exit!.Kind == ExitKind.Throw);

    // Taken in every round and given back only by the last, where the loop ends: what is taken stands for what is used up.
    private bool IsCounted(Held held) =>
        held.Resource.Site.Clause.IsOptional && _context.Rounds.Held.Contains(held.Resource.Site) && !_context.Rounds.Released.Contains(held.Resource.Site);

    // What is found when it is asked for again behind the lock is what is handed out without the lock where it is found before.
    private bool IsForgotten(Held held) => !_context.AskedAgain.Behind(held.Resource.Site.Call.Syntax).IsEmpty;

    // An object that may be null or not, where another that is not null comes without the lock: neither way is it told.
    private bool HasObjectAsResult => _context.Owner is IMethodSymbol { ReturnsVoid: false } method && OperandTypes.Awaited(method.ReturnType).IsReferenceType;

    // A status of its own for each, and those for the undoing come first: the caller can tell.
    private bool IsToldByCode(Held held) =>
        held.Code is { } code && held.Finding.Exit!.Node.SpanStart > _lastReleased[held.Resource.Site] && _releasedCodes.TryGetValue(held.Resource.Site, out var codes) && !codes.Contains(null) && !codes.Contains(code);

    // The caller asked for the one or for the other, or is told by a flag which it was; an exit of its own in between is an oversight.
    private bool IsToldByFlags(Held held) =>
        !held.Flags.IsEmpty && _releasedFlags[held.Resource.Site].TrueForAll(
            released => released.Exit == held.Finding.Exit!.Node && held.Flags.Any(f => released.Flags.TryGetValue(f.Key, out var other) && other != f.Value));

    private UntoldAttempts.Way WayOf(World world, Outcome outcome, Value? answer) => new(outcome, answer, world.Facts.Clone(), FlagsIn(world));

    private ImmutableDictionary<int, bool> FlagsIn(World world)
    {
        if (_context.Owner is not IMethodSymbol { Parameters.IsEmpty: false } method)
        {
            return ImmutableDictionary<int, bool>.Empty;
        }

        var flags = ImmutableDictionary.CreateBuilder<int, bool>();
        foreach (var parameter in method.Parameters.Where(p => p.Type.SpecialType == SpecialType.System_Boolean))
        {
            var value = parameter.RefKind is RefKind.Ref or RefKind.Out
                ? world.Places.TryGetValue(Place.Variable(_context.Symbols.Intern(parameter)), out var told) ? told : (Value?)null
                : new Value(_context.Symbols.Get(Origin.Parameter, member: parameter), 0);
            if (value is { } known && world.Facts.Evaluate(TestOperator.Equal, known, Value.Zero) is var isFalse and not Truth.Unknown)
            {
                flags.Add(parameter.Ordinal, isFalse == Truth.False);
            }
        }

        return flags.ToImmutable();
    }

    private void Add(AcquireSite site, Outcome outcome, long? code, MethodExit exit, World world)
    {
        if (!_releasedFlags.TryGetValue(site, out var flags))
        {
            _releasedFlags.Add(site, flags = new());
        }

        flags.Add((exit.Node, FlagsIn(world)));
        _lastReleased[site] = Math.Max(_lastReleased.TryGetValue(site, out var last) ? last : 0, exit.Node.SpanStart);
        if (!_releasedCodes.TryGetValue(site, out var codes))
        {
            _releasedCodes.Add(site, codes = new());
        }

        codes.Add(code);

        if (!_released.TryGetValue(site, out var outcomes))
        {
            _released.Add(site, outcomes = new());
        }

        outcomes.Add(outcome);
    }

    public static bool IsEmpty(Resource resource, World world)
    {
        var remaining = world.Facts.Upper(resource.High, resource.Low);
        if (remaining <= 0)
        {
            return true;
        }

        // Released one by one up to a bound that cannot be compared with what was acquired: nothing is known.
        return resource.Shrunk && world.Facts.Upper(resource.Low, resource.High) > -1;
    }

    // An array, of which the path knows that there is nothing in it: nobody has to give that back.
    private bool IsWithoutElements(Resource resource, World world) =>
        !resource.IsContainer && _context.Symbols[resource.Key.Symbol].Origin == Origin.Acquired &&
        world.Facts.Upper(_context.Symbols.LengthOf(resource.Key), Value.Zero) <= 0;

    // What was passed out turned out to be null: the attempt that nobody has asked about has failed.
    private static bool IsFilledInWithNothing(Resource resource, World world) =>
        resource is { Status: Status.Maybe, IsFilledIn: true } && world.Facts.AreEqual(resource.Key, Value.Zero);

    private Outcome OutcomeOf(World world, bool byThrow)
    {
        if (byThrow)
        {
            return Outcome.Failure;
        }

        if (_context.Owner is not IMethodSymbol method)
        {
            return Outcome.Success;
        }

        if (method.ReturnsVoid || !world.Places.TryGetValue(Place.Returned, out var value))
        {
            // Without a result, a flag passed out may tell the caller.
            var flag = method.Parameters.FirstOrDefault(p => p.RefKind is RefKind.Ref or RefKind.Out && p.Type.SpecialType == SpecialType.System_Boolean);
            return flag is not null && world.Places.TryGetValue(Place.Variable(_context.Symbols.Intern(flag)), out var told) &&
                   world.Facts.AreEqual(told, Value.Zero)
                ? Outcome.Failure
                : Outcome.Success;
        }

        var type = OperandTypes.Awaited(method.ReturnType);
        if (type.SpecialType == SpecialType.System_Boolean || type.IsReferenceType || type.TypeKind == TypeKind.Pointer ||
            type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            return world.Facts.Evaluate(TestOperator.Equal, value, Value.Zero) switch
            {
                Truth.True => Outcome.Failure,
                Truth.False => Outcome.Success,
                _ => Outcome.Unknown,
            };
        }

        return world.Facts.Evaluate(TestOperator.Less, value, Value.Zero) switch
        {
            Truth.True => Outcome.Failure,
            Truth.False => Outcome.Success,
            _ when value.Offset == 0 && world.Facts.Evaluate(TestOperator.NotEqual, value, Value.Zero) == Truth.True && _context.ErrorCodes.AreAnsweredBy(_context.Symbols[value.Symbol].Operation) => Outcome.Failure,
            _ => Outcome.Unknown,
        };
    }

    private MethodExit ExitOf(World world, bool byThrow)
    {
        if (byThrow)
        {
            return new MethodExit(ExitKind.Throw, world.ExitNode ?? world.LastNode ?? _body);
        }

        if (world.ExitNode is { } node)
        {
            return node is ReturnStatementSyntax || node is ExpressionSyntax
                ? new MethodExit(ExitKind.Return, node.FirstAncestorOrSelf<ReturnStatementSyntax>() ?? node)
                : new MethodExit(ExitKind.End, _body);
        }

        return Exits.After(world.LastNode, world.Trail, _body) is { } @return
            ? new MethodExit(ExitKind.Return, @return)
            : new MethodExit(ExitKind.End, _body);
    }
}
