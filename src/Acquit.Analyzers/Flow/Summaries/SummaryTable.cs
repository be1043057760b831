using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Analyzers.Configuration;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Contents;
using Acquit.Analyzers.Flow.Contexts;
using Acquit.Analyzers.Flow.Disposing;
using Acquit.Analyzers.Flow.Fields;
using Acquit.Analyzers.Flow.Locks;
using Acquit.Analyzers.Flow.Throwing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// What methods without a contract do with what passes through them, read off their bodies: once per method and compilation,
/// when a call is met. Safe to use from several threads.
/// </summary>
/// <remarks>
/// A method that calls itself, through however many others, gets no summary, and nor does any other method of such a circle.
/// </remarks>
internal sealed class SummaryTable
{
    /// <summary>Numbers tried as the count of an array's elements.</summary>
    private const int MaxBounds = 3;

    private readonly ContractTable _contracts;
    private readonly SettledAnswers _settled;
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyList<Finding>> _lives = new(SymbolEqualityComparer.Default);
    private readonly CallGraph _calls;
    private readonly Implementations _implementations;

    /// <param name="names">A body that mentions none of them is only summed up if something tracked is passed to it.</param>
    /// <param name="needy">A body that mentions none of them needs nothing to be held.</param>
    public SummaryTable(BodyGraphs graphs, ContractTable contracts, NameScanner names, ImmutableHashSet<string> needy)
    {
        _contracts = contracts;
        _settled = new SettledAnswers();
        _calls = new CallGraph(graphs, names);
        _implementations = new Implementations(graphs.Compilation, names);
        Names = names;
        Mentioned = new NamesInTexts(names);
        Graphs = graphs;
        Fields = new FieldUses(graphs, contracts);
        Throwing = new ThrowingBodies(graphs);
        Disposables = new Disposables(graphs.Compilation, contracts);
        Callers = new Callers(graphs);
        OnlyAnswers = new OnlyAnswers(graphs);
        RepeatedAnswers = new RepeatedAnswers(graphs);
        Predicates = new Predicates(graphs);
        FixedNumbers = new FixedNumbers(graphs.FieldNames);
        Spared = new Spared(graphs, contracts);
        Unknown = new UnknownCalls(_calls);
        Needs = new LockNeeds(this, contracts, needy);
    }

    // What rests on bodies alone is the same whatever the names. What was summed up without knowing some of them may have missed something,
    // unless none of these is where names were looked for in vain.
    private SummaryTable(SummaryTable before, IReadOnlyCollection<string> more, ImmutableHashSet<string> needy)
    {
        var names = before.Names.With(more);
        _contracts = before._contracts;
        _settled = new SettledAnswers(about => before._settled.Of(about) is { } answer && StillHolds(answer) ? answer : null);
        _calls = before._calls.With(names);
        _implementations = before._implementations.With(names);
        Names = names;
        Mentioned = before.Mentioned.With(more);
        Graphs = before.Graphs;
        Fields = before.Fields;
        Throwing = before.Throwing;
        Disposables = before.Disposables;
        Callers = before.Callers;
        OnlyAnswers = before.OnlyAnswers;
        RepeatedAnswers = before.RepeatedAnswers;
        Predicates = before.Predicates;
        FixedNumbers = before.FixedNumbers;
        Spared = before.Spared;
        Unknown = before.Unknown;
        Needs = new LockNeeds(this, _contracts, needy);
    }

    /// <summary>A table that follows calls of some more names.</summary>
    /// <inheritdoc cref="SummaryTable(BodyGraphs, ContractTable, NameScanner, ImmutableHashSet{string})" path="/param[@name='needy']"/>
    public SummaryTable With(IReadOnlyCollection<string> more, ImmutableHashSet<string> needy) => new(this, more, needy);

    public NameScanner Names { get; }

    /// <summary>Where files mention these.</summary>
    public NamesInTexts Mentioned { get; }

    public BodyGraphs Graphs { get; }

    public FieldUses Fields { get; }

    public ThrowingBodies Throwing { get; }

    public Callers Callers { get; }

    /// <summary>What methods say whatever happens.</summary>
    public OnlyAnswers OnlyAnswers { get; }

    /// <summary>What methods say that they were told.</summary>
    public RepeatedAnswers RepeatedAnswers { get; }

    /// <summary>What methods say of what they are passed.</summary>
    public Predicates Predicates { get; }

    /// <summary>What is in fields whatever happens.</summary>
    public FixedNumbers FixedNumbers { get; }

    /// <summary>Which code needs no pin.</summary>
    public Spared Spared { get; }

    /// <summary>Which methods come to code that is not known.</summary>
    public UnknownCalls Unknown { get; }

    /// <summary>What methods without a contract need their callers to hold.</summary>
    public LockNeeds Needs { get; }

    /// <summary>What is wrong between the members of a type, wherever they stand.</summary>
    public IReadOnlyList<Finding> LivesOf(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        _lives.TryGetValue(type, out var known) ? known : _lives.GetOrAdd(type, LifeCheck.Of(type, _contracts, this, cancellationToken));

    public Disposables Disposables { get; }

    private bool StillHolds(Answer answer) => answer.Missed is { } missed && missed.AreMissedBy(
        _implementations.IsNamed,
        method => Graphs.OwnDeclarationOf(method, CancellationToken.None) is { } declaration && _calls.Mentions(method, declaration, CancellationToken.None),
        method => _calls.LeadsToMention(method, CancellationToken.None));

    /// <summary>What is asked about by one analysis of a body, and by the summaries that are made for it.</summary>
    public Inquiry Ask(ContextReach reach) => new(this, reach);

    /// <summary>The same for what is not in one file.</summary>
    public Inquiry Ask() => new(this, null);

    /// <summary>What is asked on one thread.</summary>
    internal sealed class Inquiry
    {
        private readonly SummaryTable _table;
        // What a summary rests on must not depend on the file that it was asked for from.
        private readonly Dictionary<SyntaxTree, ContextReach> _reaches = new();
        private readonly OpenQuestions _questions;

        // Of what is being found out; null where nothing is.
        private NamesMissed? _missed;

        public Inquiry(SummaryTable table, ContextReach? reach)
        {
            _table = table;
            _questions = new OpenQuestions(table._settled);
            if (reach?.Tree is { } tree)
            {
                _reaches.Add(tree, reach);
            }
        }

        public BodyGraphs Graphs => _table.Graphs;

        public FieldUses Fields => _table.Fields;

        public ThrowingBodies Throwing => _table.Throwing;

        public Callers Callers => _table.Callers;

        public OnlyAnswers OnlyAnswers => _table.OnlyAnswers;

        public RepeatedAnswers RepeatedAnswers => _table.RepeatedAnswers;

        public Predicates Predicates => _table.Predicates;

        public FixedNumbers FixedNumbers => _table.FixedNumbers;

        public Spared Spared => _table.Spared;

        public LockNeeds Needs => _table.Needs;

        public Disposables Disposables => _table.Disposables;

        public TreeOptions Options => _table.Graphs.Options;

        public NameScanner Names => _table.Names;

        /// <summary>Whether the text of a body has a name in it that may stand for something with a contract.</summary>
        public bool Mentions(IMethodSymbol method, SyntaxNode declaration, CancellationToken cancellationToken)
        {
            var isThere = _table._calls.Mentions(method.OriginalDefinition, declaration, cancellationToken);
            if (!isThere)
            {
                _missed?.InText(method.OriginalDefinition);
            }

            return isThere;
        }

        private bool ReachesMention(IMethodSymbol method, CancellationToken cancellationToken)
        {
            var isThere = _table._calls.LeadsToMention(method, cancellationToken);
            if (!isThere)
            {
                _missed?.InReach(method);
            }

            return isThere;
        }

        private bool IsNamed(IMethodSymbol method)
        {
            var isNamed = _table._implementations.IsNamed(method);
            if (!isNamed)
            {
                _missed?.InName(method);
            }

            return isNamed;
        }

        /// <summary>Whether the text of a body without a contract, or of one that it calls, and so on, has such a name in it.</summary>
        public bool LeadsToMention(IMethodSymbol called, CancellationToken cancellationToken)
        {
            var method = (called.ReducedFrom ?? called).OriginalDefinition;
            return _table.Graphs.OwnDeclarationOf(method, cancellationToken) is { } declaration &&
                   (Mentions(method, declaration, cancellationToken) || ReachesMention(method, cancellationToken));
        }

        /// <summary>Whether a method, and whatever it comes to, can only use what it is given.</summary>
        public bool IsInert(IMethodSymbol called, CancellationToken cancellationToken)
        {
            // The more names, the fewer methods are: what rests on that is not taken over.
            _missed?.Add(null);
            return _table._calls.IsInert(called, cancellationToken);
        }

        /// <param name="isTracked">Something that is held, or may be held by a caller, is passed.</param>
        /// <param name="isExact">Nothing that another type puts in its place can run instead.</param>
        public MemberContract? Of(IMethodSymbol called, bool isTracked, CancellationToken cancellationToken, bool isExact = false)
        {
            var method = called.OriginalDefinition;
            if (!isExact && (method.IsVirtual || method.IsAbstract || method.IsOverride) && !CallGraph.IsFixed(called))
            {
                return isTracked || IsNamed(method)
                    ? CommonGround.Of(_table._implementations.Of(method, cancellationToken)
                        .Select(m => _table._contracts.Of(m) ?? Of(m, isTracked, cancellationToken, isExact: true)).ToList())
                    : null;
            }

            if (!(isExact || CallGraph.IsFixed(called)) || method.IsAbstract || method.IsExtern || method.MethodKind is MethodKind.DelegateInvoke or MethodKind.StaticConstructor)
            {
                return null;
            }

            if (_table.Graphs.OwnDeclarationOf(method, cancellationToken) is not { } declaration ||
                !(Mentions(method, declaration, cancellationToken) || isTracked || (_questions.Any && ReachesMention(method, cancellationToken))))
            {
                return null;
            }

            return (Recall(method) ?? SumUp(method, declaration, cancellationToken)).Summary;
        }

        /// <summary>The kinds of what code gives back that a field holds; null if there is code that may give back anything.</summary>
        /// <param name="find">Looks at that code, and asks here about what it calls.</param>
        public ImmutableHashSet<string>? ReleasedFrom(ISymbol field, Func<ImmutableHashSet<string>?> find) =>
            (Recall(field) ?? _questions.Find(field, () => Noted(() => new Answer(null, find())))).Released;

        /// <summary>Whether a body that does not find enough stack would not find more at another time.</summary>
        public bool HasWholeStack => _questions.HaveWholeStack;

        /// <summary>Whether one of the methods that can run, of those that this compilation alone can implement, acquires something.</summary>
        public bool MayAcquire(IMethodSymbol called, CancellationToken cancellationToken) =>
            (called.IsVirtual || called.IsAbstract || called.IsOverride) && IsNamed(called) &&
            _table._implementations.Of(called.OriginalDefinition, cancellationToken).Any(m => Of(m, false, cancellationToken, isExact: true) is { Acquires.IsEmpty: false });

        private Answer? Recall(ISymbol about)
        {
            var known = _questions.Recall(about);
            if (known is not null)
            {
                _missed?.Add(known.Missed);
            }

            return known;
        }

        // What others rest on that rest on this is what this rests on.
        private Answer Noted(Func<Answer> find)
        {
            var around = _missed;
            var mine = _missed = new NamesMissed();
            try
            {
                var answer = find() with { Missed = mine };
                around?.Add(mine);
                return answer;
            }
            finally
            {
                _missed = around;
            }
        }

        private Answer SumUp(IMethodSymbol method, SyntaxNode declaration, CancellationToken cancellationToken) =>
            _questions.Find(method, () => Noted(() => new Answer(Follow(method, declaration, cancellationToken), null)));

        /// <summary>What is known of the contexts of code in a file.</summary>
        public ContextReach ReachIn(SyntaxTree tree, CancellationToken cancellationToken)
        {
            if (!_reaches.TryGetValue(tree, out var reach))
            {
                _reaches.Add(tree, reach = new ContextReach(_table.Graphs.ModelOf(tree), _table._contracts, cancellationToken));
            }

            return reach;
        }

        private MemberContract? Follow(IMethodSymbol method, SyntaxNode declaration, CancellationToken cancellationToken)
        {
            if (BodyGraphs.IsIterator(declaration) || _table.Graphs.Of(method, declaration, cancellationToken) is not { } graph)
            {
                return null;
            }

            var summary = Follow(graph, method, declaration, ImmutableArray<Seed>.Empty, out var releases, cancellationToken);
            if (releases.Count != 1)
            {
                return summary;
            }

            // Elements are released: supposing that all are held, or as many as a number that is passed, it shows which.
            var numbers = method.Parameters.Where(p => p is { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 });
            foreach (var bound in numbers.Prepend<IParameterSymbol?>(null).Take(MaxBounds))
            {
                var seed = releases[0] with { Bound = bound };
                if (Follow(graph, method, declaration, ImmutableArray.Create(seed), out _, cancellationToken) is { } told &&
                    told.Releases.Any(r => r.Target == Target.Parameter(seed.Array.Ordinal)))
                {
                    return told;
                }
            }

            return summary;
        }

        private MemberContract? Follow(
            ControlFlowGraph graph, IMethodSymbol method, SyntaxNode declaration, ImmutableArray<Seed> seeds, out IReadOnlyList<Seed> releases,
            CancellationToken cancellationToken)
        {
            var recorder = new OutcomeRecorder();
            var context = FlowContext.Of(graph, method, _table._contracts, _table.Graphs.Compilation, ReachIn(declaration.SyntaxTree, cancellationToken), this, recorder, cancellationToken, seeds);
            var summary = MethodFlow.SumUp(graph, method, context, declaration, out var gaveUp);
            releases = context.ElementReleases;
            if (gaveUp)
            {
                _table.Graphs.GiveUp(declaration);
            }

            return summary;
        }
    }
}
