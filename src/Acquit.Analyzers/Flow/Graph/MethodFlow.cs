using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Acquit.Analyzers.Flow.Throwing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>Follows one body through its control-flow graph until nothing new comes up, or the budget is spent.</summary>
internal sealed partial class MethodFlow
{
    /// <summary>A world in which more is known, or more is held, than this takes the time of several.</summary>
    private const int FactsPerStep = 100;

    private const int ResourcesPerStep = 20;

    /// <summary>Worlds per block that differ in constants only, before those are merged.</summary>
    private const int MaxWorldsByConstants = 12;

    /// <summary>Worlds per block, before what differs between them becomes unknown.</summary>
    private const int MaxWorlds = 40;

    /// <summary>Merges at a loop head before moving bounds are given up.</summary>
    private const int MergesBeforeWidening = 1;

    /// <summary>Merges at a loop head before moving bounds do not stop at what the loop tests any more.</summary>
    private const int MergesBeforeLettingGo = 6;

    private readonly ControlFlowGraph _graph;
    private readonly FlowContext _context;
    private readonly Evaluator _evaluator;
    private readonly Liveness _liveness;
    private readonly Loops _loops;
    private readonly PlainLoops _plainLoops;
    private readonly IdleLoops _idleLoops;
    private readonly LoopLimits _limits;
    private readonly WorldJoin _join;
    private readonly WorldSignatures _signatures;
    private readonly FlagsSetHere _flags;
    private readonly FlagsOfHelpers _flagsOfHelpers;
    private ExitCheck? _exits;
    private readonly Filters _filters;
    private readonly SyntaxNode _body;
    private readonly PromiseCheck? _promises;
    private readonly Continuation.Pool _continuations = new();
    private readonly Dictionary<(int Block, Continuation? After), Node> _nodes = new();
    private readonly SortedSet<(int Block, int Sequence)> _queue = new();
    private readonly List<Node> _order = new();

    private MethodFlow(ControlFlowGraph graph, FlowContext context, SyntaxNode body)
    {
        _graph = graph;
        _context = context;
        _evaluator = new Evaluator(context);
        _liveness = new Liveness(graph, context.Symbols, AlwaysLive(context), context.CancellationToken);
        _loops = new Loops(graph, context, _evaluator.Escapes);
        context.IsStraight = _loops.Last.Count == 0;
        _limits = new LoopLimits(graph, _loops, _evaluator);
        _join = new WorldJoin(context.Symbols);
        _signatures = new WorldSignatures(context.Symbols, context.IsSummary);
        _plainLoops = new PlainLoops(graph, _loops, context, _liveness, _join);
        _idleLoops = new IdleLoops(graph, context, _loops, _plainLoops);
        _flags = new FlagsSetHere(graph, context.Symbols);
        _flagsOfHelpers = new FlagsOfHelpers(context.Summaries.Graphs, context.Symbols, context.CancellationToken);
        _promises = context.OwnContract is { } own ? new PromiseCheck(own, context, _evaluator) : null;
        _body = body;
        _filters = new Filters(graph, _evaluator);
    }

    // Where a body is only summed up nobody asks.
    private ExitCheck Exits => _exits ??= new ExitCheck(_context, _body, _promises);

    // What another name stands for is read, and written, under that.
    private static ISet<ISymbol> AlwaysLive(FlowContext context) =>
        context.Aliases.Count == 0
            ? context.Captured
            : new HashSet<ISymbol>(
                context.Captured.Concat(context.Aliases.Values.SelectMany(named => named.DescendantsAndSelf()).Select(o => (ISymbol?)(o as ILocalReferenceOperation)?.Local ?? (o as IParameterReferenceOperation)?.Parameter).OfType<ISymbol>()),
                SymbolEqualityComparer.Default);

    private sealed class Node
    {
        public Node(int block, Continuation? after, int sequence)
        {
            Block = block;
            After = after;
            Sequence = sequence;
        }

        public int Block { get; }

        public Continuation? After { get; }

        public int Sequence { get; }

        public List<Entry> Entries { get; } = new();

        /// <summary>That whose first world had the signature.</summary>
        /// <param name="rounds">At the head of a loop: in which the world may be another round of what is known.</param>
        public Entry? EntryOf(ReadOnlySpan<long> signature, World world, Loops? rounds)
        {
            foreach (var entry in Entries)
            {
                if (!entry.IsSpent && signature.SequenceEqual(entry.Signature) && rounds?.IsAnotherRound(Block, entry.World, world) != false)
                {
                    return entry;
                }
            }

            return null;
        }
    }

    private sealed class Entry
    {
        private World _world;
        private long[]? _signatureNow;

        public Entry(World world, long[] signature)
        {
            _world = world;
            Signature = signature;
        }

        public World World
        {
            get => _world;
            set => (_world, _signatureNow) = (value, null);
        }

        /// <summary>The world has gone on: nothing comes to the block any more.</summary>
        public bool IsSpent { get; set; }

        /// <summary>That of the world that first came.</summary>
        public long[] Signature { get; }

        /// <summary>That of what the world has become.</summary>
        public long[] SignatureNow(WorldSignatures signatures) =>
            _signatureNow ??= signatures.Of(_world, 0, null, withConstants: false).ToArray();

        public bool IsPending { get; set; } = true;

        /// <summary>All that came to it came from before the loop that begins there.</summary>
        public bool IsFirst { get; set; }

        public int Merges { get; set; }
    }

    /// <summary>What is wrong in the body; a single <see cref="FindingKind.GaveUp"/> when it could not be followed.</summary>
    public static IReadOnlyCollection<Finding> Analyze(ControlFlowGraph graph, FlowContext context, SyntaxNode body)
    {
        try
        {
            var flow = new MethodFlow(graph, context, body);
            if (flow.Run())
            {
                flow.Exits.Finish();
                flow._promises?.Finish();
                return context.Findings();
            }
        }
        catch (InsufficientExecutionStackException)
        {
            // An expression nested more deeply than the stack allows: too tangled to follow, like a spent budget.
        }

        return new[] { GaveUp(body) };
    }

    /// <summary>That a body is too large or too tangled to follow.</summary>
    public static Finding GaveUp(SyntaxNode body) => new(FindingKind.GaveUp, body, null, Array.Empty<Trail>());

    /// <summary>What a method without a contract does to its caller; null when it cannot be followed or never returns.</summary>
    /// <param name="gaveUp">It is too large or too tangled.</param>
    public static MemberContract? SumUp(ControlFlowGraph graph, IMethodSymbol method, FlowContext context, SyntaxNode body, out bool gaveUp)
    {
        try
        {
            var flow = new MethodFlow(graph, context, body);
            gaveUp = !flow.Run();
            return !gaveUp && context.Outcomes is { IsTooMuch: false, Outcomes: { Count: > 0 } outcomes }
                ? SummaryBuilder.Build(method, context, flow._evaluator, outcomes)
                : null;
        }
        catch (InsufficientExecutionStackException) when (context.Summaries.HasWholeStack)
        {
            gaveUp = true;
            return null;
        }
    }

    /// <summary>Collects the ways of returning in the context's recorder.</summary>
    /// <returns>Whether the body could be followed.</returns>
    public static bool Follow(ControlFlowGraph graph, FlowContext context, SyntaxNode body)
    {
        try
        {
            return new MethodFlow(graph, context, body).Run() && context.Outcomes is { IsTooMuch: false };
        }
        catch (InsufficientExecutionStackException)
        {
            return false;
        }
    }

    /// <summary>Goes through the body for what the parts of the context note on the way.</summary>
    /// <returns>Whether the body could be followed.</returns>
    public static bool Walk(ControlFlowGraph graph, FlowContext context, SyntaxNode body)
    {
        try
        {
            return new MethodFlow(graph, context, body).Run();
        }
        catch (InsufficientExecutionStackException)
        {
            return false;
        }
    }

    private bool Run()
    {
        var first = new World();
        foreach (var seed in _context.Seeds)
        {
            seed.Plant(first, _context, _evaluator);
        }

        _context.OwnContract?.Entrust(first, _evaluator);

        foreach (var start in _context.Starts.Count == 0 ? new[] { first } : _context.Starts)
        {
            Enter(0, null, start.Clone());
        }

        var steps = 0;
        while (_queue.Count > 0)
        {
            var next = _queue.Min;
            var node = _order[next.Sequence];
            var entry = node.Entries.Find(static e => e.IsPending);
            if (entry is null)
            {
                _queue.Remove(next);
                continue;
            }

            steps += CostOf(entry.World);
            if (steps > _context.Options.StepBudget)
            {
                return false;
            }

            _context.CancellationToken.ThrowIfCancellationRequested();
            entry.IsPending = false;
            // Blocks run in their order. What comes after loops is come to once everything that leads there has run.
            // Of a first round that there is in any case, the others know what it has asked.
            entry.IsSpent = !_loops.IsInLoop(node.Block) || (node.Entries.TrueForAll(e => e.IsFirst) && _plainLoops.IsAskedInAnyCase(node.Block, entry.World));
            Process(node, entry.IsSpent ? entry.World : entry.World.Clone());
        }

        return true;
    }

    // Whatever happens to one resource is asked of each of the others.
    private static int CostOf(World world) =>
        1 + (world.Facts.Size / FactsPerStep) + (world.Resources.Count * world.Resources.Count / (ResourcesPerStep * ResourcesPerStep));

    private void Process(Node node, World world)
    {
        var block = _graph.Blocks[node.Block];
        var handled = IsInsideCatch(block.EnclosingRegion);
        _evaluator.Throwing = handled
            ? (before, operation) =>
            {
                var thrown = before.Clone();
                thrown.Step(StepKind.Thrown, operation.Syntax);
                Unwind(thrown, block.EnclosingRegion, node.After, own: false, null);
            }
            : null;
        _evaluator.CalledOff = handled || (!_context.IsSummary && IsInsideTry(block.EnclosingRegion))
            ? thrown => Unwind(thrown, block.EnclosingRegion, node.After, own: false, _context.WaitsCalledOff.Thrown, isCaught: true)
            : null;
        foreach (var operation in block.Operations)
        {
            if (operation is not IExpressionStatementOperation && !operation.IsImplicit)
            {
                world.LastNode = operation.Syntax;
            }

            _context.Node = operation.Syntax;
            _context.CameTo?.Add(operation);
            Run(operation, world);
            if (world.IsOver)
            {
                return;
            }
        }

        if (block.BranchValue is { } last)
        {
            _context.CameTo?.Add(last);
        }

        if (block.ConditionKind != ControlFlowConditionKind.None && block.BranchValue is { } condition)
        {
            Branch(node, block, condition, world);
            return;
        }

        if (block.FallThroughSuccessor is { } next)
        {
            Leave(node, next, block.BranchValue, world);
        }
    }

    private Value Run(IOperation operation, World world)
    {
        LeftBehind.Check(operation, world, _evaluator, _context);
        var held = _context.Unprotected?.HeldBefore(operation, world);
        var value = _evaluator.Evaluate(operation, world);
        if (held is not null)
        {
            _context.Unprotected!.Ran(operation, held, world);
        }

        return value;
    }

    private void Branch(Node node, BasicBlock block, IOperation condition, World world)
    {
        var value = Run(condition, world);
        if (world.IsOver)
        {
            return;
        }

        var formula = _evaluator.FormulaOf(value);
        var jumpsWhen = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        var isIdle = _idleLoops.IsIdle(node.Block, world) && !_plainLoops.IsAskedInAnyCase(node.Block, world);
        var isOpen = (value.IsConstant ? Truth.True : world.Evaluate(formula)) == Truth.Unknown;
        for (var turn = 0; turn < 2; turn++)
        {
            var outcome = jumpsWhen == (turn == 0);
            var branch = outcome == jumpsWhen ? block.ConditionalSuccessor : block.FallThroughSuccessor;
            if (branch is null || (isIdle && !_loops.IsOut(node.Block, branch)))
            {
                continue;
            }

            foreach (var taken in Cases(world, formula, outcome, isLast: outcome != jumpsWhen))
            {
                if (!value.IsConstant && value.Offset == 0 && !taken.Assume(Contracts.TestOperator.Equal, value, outcome ? Value.One : Value.Zero))
                {
                    continue;
                }

                if (isOpen && !Agrees(taken))
                {
                    continue;
                }

                // A caller may have set it; what comes of that is for the summary.
                if (isOpen && !_context.IsSummary && _flags.WasSetBefore(condition, block, formula, taken))
                {
                    continue;
                }

                SpoilDoubtfulElements(formula, taken);
                SpoilToldByReference(condition, taken);
                ChangedFlags.Spoil(formula, taken, _context.Symbols);
                if (isOpen)
                {
                    if (!_evaluator.SettleTold(formula, taken))
                    {
                        continue;
                    }

                    Retellings.Spoil(formula, taken, _context.Symbols);
                    Locks.AskedOfTheLock.Spoil(formula, taken, _context.Symbols);
                    _flagsOfHelpers.Spoil(formula, taken);
                }

                if (IsWritten(condition))
                {
                    taken.Step(StepKind.Branch, condition.Syntax, outcome, isOpen, formula);
                    taken.LastNode = condition.Syntax;
                }

                Leave(node, branch, null, taken);
            }
        }
    }

    // A flag that is set and asked by several names may tell what was done, and it is not followed by which of them it was set.
    private void SpoilToldByReference(IOperation condition, World world)
    {
        if (_context.HeldByReference.Count > 0 && world.Resources.Count > 0 &&
            condition.DescendantsAndSelf().Any(o => o switch
            {
                ILocalReferenceOperation local => _context.HeldByReference.Contains(local.Local),
                IParameterReferenceOperation parameter => _context.HeldByReference.Contains(parameter.Parameter),
                IFieldReferenceOperation field => _context.HeldByReference.Contains(field.Field),
                _ => false,
            }))
        {
            world.Change(_ => true, r => r with { Unsure = true });
        }
    }

    // What came out before, of conditions put together, comes out as it did with what is known now.
    private bool Agrees(World world)
    {
        foreach (var symbol in world.Facts.Bounded)
        {
            if (_context.Symbols[symbol] is { Origin: Origin.Boolean, Formula: { } formula and not Comparison } && world.Facts.Interval(symbol) is { Low: var low, High: var high } && low == high &&
                world.Evaluate(formula) is var truth and not Truth.Unknown && truth == Truth.True != (low != 0))
            {
                return false;
            }
        }

        return true;
    }

    // A conjunction is false because its first part is, or because that is true and its second part is not, and so on.
    private static IEnumerable<World> Cases(World world, Formula formula, bool outcome, bool isLast)
    {
        var (parts, each) = formula switch
        {
            Conjunction c when !outcome => (c.Operands, false),
            Disjunction d when outcome => (d.Operands, true),
            Negation { Operand: Conjunction c } when outcome => (c.Operands, false),
            Negation { Operand: Disjunction d } when !outcome => (d.Operands, true),
            _ => (ImmutableArray<Formula>.Empty, true),
        };
        if (parts.Length is 0 or > 4)
        {
            var taken = isLast ? world : world.Clone();
            if (taken.Assume(formula, outcome))
            {
                yield return taken;
            }

            yield break;
        }

        var rest = isLast ? world : world.Clone();
        foreach (var part in parts)
        {
            var taken = rest.Clone();
            if (taken.Assume(part, each))
            {
                yield return taken;
            }

            if (!rest.Assume(part, !each))
            {
                yield break;
            }
        }
    }

    private static bool IsWritten(IOperation condition) => !condition.IsImplicit ||
        (condition.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax && !IsAboutEnumerator(condition));

    // Whether the enumerator has an end of its own is asked wherever its loop is left, which says nothing of how.
    private static bool IsAboutEnumerator(IOperation condition) =>
        condition is Microsoft.CodeAnalysis.FlowAnalysis.IIsNullOperation { Syntax.Parent: Microsoft.CodeAnalysis.CSharp.Syntax.CommonForEachStatementSyntax };

    // Whether an element is null decides whether it is held only where the element is not known to be one that is.
    private void SpoilDoubtfulElements(Formula formula, World world)
    {
        foreach (var symbol in formula.Symbols)
        {
            if (_context.Symbols[symbol] is { Origin: Origin.Element } element &&
                world.Facts.AreEqual(new Value(symbol, 0), Value.Zero))
            {
                // What is only supposed to be held may not be: the code asks for a reason.
                world.Change(
                    r => !_context.Seeds.IsEmpty && r.IsContainer && r.Key == element.Base, r => r with { Unsure = true });
                world.Change(
                    r => r.IsContainer && r.IsLive && r.Key == element.Base && world.Facts.Upper(element.Index, r.High) > -1,
                    r => r with { Visited = true });

                // So somebody looks after all.
                world.Change(r => r is { IsContainer: true, IsLive: true, Sparse: true } && r.Key == element.Base, r => r with { Unsure = true });
            }
        }
    }

    private void Leave(Node node, ControlFlowBranch branch, IOperation? value, World world)
    {
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Throw:
                var thrown = value is null ? Value.Zero : _evaluator.Evaluate(value, world);
                if (value is not null)
                {
                    _evaluator.Escapes.Escape(value, thrown, world);
                }

                world.ExitNode = value?.Syntax.FirstAncestorOrSelf<SyntaxNode>(n =>
                    n is Microsoft.CodeAnalysis.CSharp.Syntax.ThrowStatementSyntax or Microsoft.CodeAnalysis.CSharp.Syntax.ThrowExpressionSyntax) ?? value?.Syntax;
                Unwind(world, branch.Source.EnclosingRegion, node.After, own: value is null || !Unthinkable.Is(value), value is null ? null : Thrown.By(Evaluator.Unwrap(value)));
                return;
            case ControlFlowBranchSemantics.Rethrow:
                Unwind(world, branch.Source.EnclosingRegion, node.After, own: false, null, isCaught: true);
                return;
            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                Continue(branch.Source.EnclosingRegion, node.After, world);
                return;
            case ControlFlowBranchSemantics.ProgramTermination or ControlFlowBranchSemantics.Error:
                return;
        }

        if (branch.Semantics == ControlFlowBranchSemantics.Return && value is not null)
        {
            var returned = _evaluator.Evaluate(value, world);
            _evaluator.Escapes.Use(returned, value, null, world);
            returned = _context.IsSummary ? _evaluator.Detached(value, returned, world) : returned;
            _context.OwnContract?.HandOut(returned, world);
            if (!_context.IsSummary || !(IsPlainlyReturned(returned, world) || ReturnsPlainly))
            {
                _evaluator.Escapes.Escape(value, returned, world);
                _evaluator.Escapes.HandOver(returned, world);
            }

            world.Places[Place.Returned] = returned;
            world.ExitNode = value.Syntax;
        }
        else if (branch.Destination?.Kind == BasicBlockKind.Exit)
        {
            world.ExitNode = null;
        }

        if (!branch.FinallyRegions.IsEmpty)
        {
            world.ExitNode ??= world.LastNode?.FirstAncestorOrSelf<Microsoft.CodeAnalysis.CSharp.Syntax.ReturnStatementSyntax>();
            var through = branch.FinallyRegions[0];
            Enter(through.FirstBlockOrdinal, _continuations.Get(through, branch, 1, node.After), world);
            return;
        }

        Arrive(branch, node.After, world);
    }

    // A number, flag or text leads to nothing.
    private bool ReturnsPlainly =>
        _context.Owner is IMethodSymbol { ReturnType: { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_String } or { TypeKind: TypeKind.Enum } };

    // Itself a resource or what the caller gave: what becomes of it is for the caller to see.
    private bool IsPlainlyReturned(Value returned, World world) =>
        _context.Symbols[returned.Symbol].Origin is Origin.Parameter or Origin.NewObject || world.Resources.Any(r => r.Key == returned);

    private void Arrive(ControlFlowBranch branch, Continuation? after, World world)
    {
        if (branch.Destination is not { } destination)
        {
            return;
        }

        if (destination.Kind == BasicBlockKind.Exit)
        {
            if (branch.FinallyRegions.Length > 0)
            {
                _evaluator.Escapes.CheckReturned(world);
            }

            if (_context.Outcomes is { } outcomes)
            {
                if (!Fields.NeverSet.IsNeededFor(world, _context))
                {
                    outcomes.Record(world, _context.Symbols);
                }
            }
            else
            {
                Exits.Leave(world, byThrow: false);
            }

            return;
        }

        var isRound = destination.Ordinal <= branch.Source.Ordinal;
        if (isRound)
        {
            _loops.ComeRound(branch.Source.Ordinal, destination.Ordinal, world);
        }

        Enter(destination.Ordinal, after, world, isRound);
    }

    /// <param name="world">Nobody else goes on with it.</param>
    /// <param name="isRound">It comes from a round of the loop that begins there.</param>
    private void Enter(int block, Continuation? after, World world, bool isRound = false)
    {
        world.Settle();
        _context.Collections?.Settle(world);
        Prune(block, world);
        if (!_nodes.TryGetValue((block, after), out var node))
        {
            node = new Node(block, after, _order.Count);
            _order.Add(node);
            _nodes.Add((block, after), node);
        }

        var atHead = _loops.IsHead(block);
        if (atHead && !isRound)
        {
            _loops.Begin(block, world);
        }

        var signature = _signatures.Of(world, block, atHead ? _loops : null, !atHead && node.Entries.Count < MaxWorldsByConstants);
        var entry = node.EntryOf(signature, world, atHead ? _loops : null);
        long[]? kept = null;
        if (entry is null && !atHead && node.Entries.Count >= MaxWorldsByConstants)
        {
            kept = signature.ToArray();
            entry = node.Entries.Find(e => !e.IsSpent && e.SignatureNow(_signatures).AsSpan().SequenceEqual(kept));
        }

        if (entry is null && (node.Entries.Count < MaxWorlds || node.Entries[node.Entries.Count - 1].IsSpent))
        {
            kept ??= signature.ToArray();
            node.Entries.Add(new Entry(atHead ? _plainLoops.InAnyRound(block, world, node) : world, kept) { IsFirst = !isRound });
            _queue.Add((block, node.Sequence));
            return;
        }

        // Too many: what differs from some other world is no longer known.
        entry ??= node.Entries[node.Entries.Count - 1];
        if (entry.World.SaysTheSameAs(world))
        {
            return;
        }

        var widen = entry.Merges >= MergesBeforeWidening;
        var limits = widen && atHead && entry.Merges < MergesBeforeLettingGo ? _limits.Of(block, world) : null;
        var merged = _join.Join(entry.World, world, node, widen, limits, atHead);
        if (merged is not null)
        {
            entry.World = merged;
            entry.IsFirst &= !isRound;
            entry.Merges++;
            entry.IsPending = true;
            _queue.Add((block, node.Sequence));
        }
    }

    // Places that are never read again, and resources that nothing can name any more and nobody owes.
    private void Prune(int block, World world)
    {
        world.Places.RemoveAll((_liveness, block), static (place, at) => !at._liveness.IsLive(at.block, place));
        Pristine.Prune(world);
        for (var i = world.Resources.Count - 1; i >= 0; i--)
        {
            var resource = world.Resources[i];
            if (!resource.IsLive && resource is { PendingRelease: null } && (resource.Owned || resource.Foreign) && !IsNamed(resource, world))
            {
                world.Resources.RemoveAt(i);
            }
        }
    }

    private bool IsNamed(Resource resource, World world) =>
        world.Places.Any(p => _context.Symbols.RestsOn(p.Value.Symbol, resource.Key.Symbol)) ||
        (resource.Foreign && _context.Symbols[resource.Key.Symbol].Origin is Origin.Member or Origin.Element);
}
