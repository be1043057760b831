using System.Collections.Immutable;
using Acquit.Analyzers.Configuration;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Collections;
using Acquit.Analyzers.Flow.Contents;
using Acquit.Analyzers.Flow.Disposing;
using Acquit.Analyzers.Flow.Fields;
using Acquit.Analyzers.Flow.Locks;
using Acquit.Analyzers.Flow.Summaries;
using Acquit.Analyzers.Flow.Throwing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>What the parts of one method's analysis share.</summary>
internal sealed class FlowContext
{
    private TakenOver? _takenOver;
    private Locks.JumpedOver? _jumpedOver;
    private Locks.AskedAgain? _askedAgain;
    private Chances? _chances;
    private WaitsCalledOff? _waitsCalledOff;
    private ErrorCodes? _errorCodes;
    private TakenInTurns? _takenInTurns;

    // Most bodies fill few of these.
    private List<Seed>? _elementReleases;
    private HashSet<AcquireSite>? _releasedSomewhere;
    private HashSet<AcquireSite>? _properlyReleased;
    private Dictionary<AcquireSite, HashSet<IOperation>>? _releases;
    private HashSet<(string Kind, Value Key)>? _releasedUnheld;
    private HashSet<AcquireSite>? _alikeWhereNotTaken;
    private HashSet<(AcquireSite Site, SyntaxNode Node)>? _handedOn;
    private HashSet<(AcquireSite Site, SyntaxNode Node)>? _emptiedBackwards;
    private Dictionary<(SyntaxNode Call, string Context), Finding>? _elsewhere;
    private readonly Dictionary<(FindingKind Kind, SyntaxNode Node, AcquireSite? Site), Finding> _findings = new();
    private readonly List<(Finding Finding, Func<bool> Holds)> _pending = new();

    private FlowContext(
        ContractTable contracts, Compilation compilation, ISymbol owner, ISet<ISymbol> captured, ISet<ISymbol> unstable,
        ISet<ISymbol> shared, Contexts.ContextReach reach, SummaryTable.Inquiry summaries, OutcomeRecorder? outcomes,
        CancellationToken cancellationToken)
    {
        Reach = reach;
        Summaries = summaries;
        Outcomes = outcomes;
        Borrowing = new BorrowInference(contracts, reach);
        Contracts = contracts;
        Compilation = compilation;
        Owner = owner;
        Captured = captured;
        Unstable = unstable;
        Shared = shared;
        CancellationToken = cancellationToken;
    }

    /// <summary>For the body of a graph.</summary>
    /// <param name="outcomes">Where the ways of returning are collected, when the body is only to be summed up.</param>
    /// <param name="terms">Those of the bodies that ran before on the same object, in which <paramref name="starts"/> are.</param>
    public static FlowContext Of(
        ControlFlowGraph graph, ISymbol owner, ContractTable contracts, Compilation compilation, Contexts.ContextReach reach,
        SummaryTable.Inquiry summaries, OutcomeRecorder? outcomes, CancellationToken cancellationToken, ImmutableArray<Seed> seeds = default,
        Terms? terms = null, IReadOnlyList<World>? starts = null, Fields.SteadyFields? steady = null)
    {
        var captured = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var unstable = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var shared = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var aliases = new Dictionary<ISymbol, IOperation>(SymbolEqualityComparer.Default);
        var filled = outcomes is null && terms is null ? new HashSet<ISymbol>(SymbolEqualityComparer.Default) : null;
        var held = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        Closures.Find(graph.OriginalOperation, captured, unstable, shared, aliases, filled, out var capturesThis, out var hasFunctions, held, contracts);
        var options = summaries.Options.Of(graph.OriginalOperation.Syntax.SyntaxTree);
        var context = new FlowContext(contracts, compilation, owner, captured, unstable, shared, reach, summaries, outcomes, cancellationToken)
        {
            Options = options,
            Disposables = options.Disposables ? summaries.Disposables : null,
            Seeds = seeds.IsDefault ? ImmutableArray<Seed>.Empty : seeds,
            CapturesThis = capturesThis,
            HasFunctions = hasFunctions,
            HeldByReference = held,
            Aliases = aliases,
            Root = graph.OriginalOperation,
            Terms = terms ?? new Terms(),
            Starts = starts ?? Array.Empty<World>(),
            Steady = steady ?? Fields.SteadyFields.None,
        };
        context.Unprotected = outcomes is null && options.Throwers != Throwers.None
            ? new Unprotected(context, new ThrowingCalls(options.Throwers, contracts, summaries.Throwing, cancellationToken))
            : null;
        context.Collections = filled is not null ? LocalCollections.Of(context, filled) : null;
        context.Contents = contracts.SpeaksOfContent ? new ContentTracker(context) : null;
        context.Requirements = outcomes is null && !summaries.Needs.IsEmpty
            ? new Requirements(context, summaries.Needs.Of)
            : null;
        context.OwnContract = outcomes is null && terms is null ? Flow.OwnContract.Of(context, graph.OriginalOperation) : null;
        return context;
    }

    public ContractTable Contracts { get; }

    /// <summary>What the user chose for the file.</summary>
    public AnalysisOptions Options { get; private init; } = AnalysisOptions.Default;

    /// <summary>Objects to be disposed of, where the user chose that these are resources.</summary>
    public Disposables? Disposables { get; private init; }

    /// <summary>What is held while something throws; null where that is not asked.</summary>
    public Unprotected? Unprotected { get; private set; }

    /// <summary>What calls need to be held; null where no contract in sight needs anything.</summary>
    public Requirements? Requirements { get; set; }

    /// <summary>What becomes of the content of what is held; null where no contract in sight speaks of that.</summary>
    public ContentTracker? Contents { get; set; }

    /// <summary>Collections that the method alone knows of; null where there are none, or where that is not asked.</summary>
    public LocalCollections? Collections { get; private set; }

    /// <summary>What the contract of the method promises of the body; null where there is none, or where that is not asked.</summary>
    public OwnContract? OwnContract { get; private set; }

    public SummaryTable.Inquiry Summaries { get; }

    public OutcomeRecorder? Outcomes { get; }

    /// <summary>The body is followed for what it does to its caller, not for its mistakes.</summary>
    public bool IsSummary => Outcomes is not null;

    /// <summary>A constructor is summed up: nobody else has its object yet.</summary>
    public bool IsMaking => IsSummary && Starts.Count == 0 && Owner is IMethodSymbol { MethodKind: MethodKind.Constructor };

    public Compilation Compilation { get; }

    public Contexts.ContextReach Reach { get; }

    public BorrowInference Borrowing { get; }

    /// <summary>The method (or accessor, lambda, local function, field) whose body is followed.</summary>
    public ISymbol Owner { get; }

    public Terms Terms { get; init; } = new();

    public SymbolTable Symbols => Terms.Symbols;

    /// <summary>The worlds in which the body may begin; none when nothing is known about that.</summary>
    public IReadOnlyList<World> Starts { get; init; } = Array.Empty<World>();

    /// <summary>Fields that no code but that at hand changes or releases: calls leave them as they are.</summary>
    public Fields.SteadyFields Steady { get; init; } = Fields.SteadyFields.None;

    /// <summary>The body as it was written.</summary>
    public IOperation? Root { get; private init; }

    /// <summary>A lambda or local function in the body, as it was written.</summary>
    public IOperation? FunctionOf(IMethodSymbol function) => Root?.Descendants().FirstOrDefault(o => o switch
    {
        IAnonymousFunctionOperation lambda => SymbolEqualityComparer.Default.Equals(lambda.Symbol, function),
        ILocalFunctionOperation local => SymbolEqualityComparer.Default.Equals(local.Symbol, function),
        _ => false,
    });

    /// <summary>A lambda, or a local function that becomes a delegate, mentions the object itself.</summary>
    public bool CapturesThis { get; init; }

    /// <summary>There are lambdas or local functions in the body.</summary>
    public bool HasFunctions { get; private init; }

    /// <summary>Other names for a variable or field, with what they name.</summary>
    public IReadOnlyDictionary<ISymbol, IOperation> Aliases { get; private init; } = ImmutableDictionary<ISymbol, IOperation>.Empty;

    /// <summary>Variables that a lambda or local function mentions.</summary>
    public ISet<ISymbol> Captured { get; }

    /// <summary>Variables whose value can change behind the method's back: assigned in a closure, or with their address taken.</summary>
    public ISet<ISymbol> Unstable { get; }

    /// <summary>Variables and fields that something else refers to for longer than a call, and the variables that refer to them.</summary>
    public ISet<ISymbol> HeldByReference { get; private init; } = ImmutableHashSet<ISymbol>.Empty;

    /// <summary>Variables that a delegate may reach at any time: what is put into them is handed on.</summary>
    public ISet<ISymbol> Shared { get; }

    /// <summary>What the caller is supposed to hold.</summary>
    public ImmutableArray<Seed> Seeds { get; init; } = ImmutableArray<Seed>.Empty;

    /// <summary>Elements of arrays that came from the caller were released, by these clauses.</summary>
    public List<Seed> ElementReleases => _elementReleases ??= new();

    public CancellationToken CancellationToken { get; }

    /// <summary>Acquires whose resource is released on some path, by whatever call.</summary>
    public HashSet<AcquireSite> ReleasedSomewhere => _releasedSomewhere ??= new();

    /// <summary>Acquires whose resource is released by a release of its kind on some path.</summary>
    public HashSet<AcquireSite> ProperlyReleased => _properlyReleased ??= new();

    /// <summary>Where each of those is released.</summary>
    public Dictionary<AcquireSite, HashSet<IOperation>> Releases => _releases ??= new();

    /// <summary>What was released on some path though nothing of the kind was held on it: whoever does that does not pair here.</summary>
    public HashSet<(string Kind, Value Key)> ReleasedUnheld => _releasedUnheld ??= new();

    /// <summary>How the method ends where what an acquire got is released exactly once, and where it is released once more.</summary>
    public (HashSet<(AcquireSite Site, Outcome Outcome)> Once, HashSet<(AcquireSite Site, Outcome Outcome)> OnceMore) Ends { get; } = (new(), new());

    /// <summary>Attempts whose lock some way gives back once too often, and where the method ends alike when they have failed.</summary>
    public HashSet<AcquireSite> AlikeWhereNotTaken => _alikeWhereNotTaken ??= new();

    /// <summary>Something that can be held once only is put into a field of this object, or given back from one.</summary>
    public bool MindsFields { get; set; }

    /// <summary>Whether no part of the body runs more than once.</summary>
    public bool IsStraight { get; set; }

    /// <summary>Acquires in a loop that are still held when it comes round, and those that are given back by then.</summary>
    public (HashSet<AcquireSite> Held, HashSet<AcquireSite> Released) Rounds { get; } = (new(), new());

    /// <summary>Gets all that some way comes to; null where that is not asked.</summary>
    public HashSet<IOperation>? CameTo { get; set; }

    /// <summary>What runs now.</summary>
    public SyntaxNode? Node { get; set; }

    /// <summary>Where what a call acquired is handed on.</summary>
    public HashSet<(AcquireSite Site, SyntaxNode Node)> HandedOn => _handedOn ??= new();

    /// <summary>Where the elements of an array that a loop filled are released one by one, the last one first.</summary>
    public HashSet<(AcquireSite Site, SyntaxNode Node)> EmptiedBackwards => _emptiedBackwards ??= new();

    /// <summary>Which native functions have kept what they were given.</summary>
    public TakenOver TakenOver => _takenOver ??= new TakenOver(Symbols);

    /// <summary>What some rounds of a loop take and others give back.</summary>
    public TakenInTurns TakenInTurns => _takenInTurns ??= new TakenInTurns(this);

    /// <summary>Which calls answer with errors.</summary>
    public ErrorCodes ErrorCodes => _errorCodes ??= new ErrorCodes(this);

    /// <summary>Which conditions ask for nothing but what acquires have answered.</summary>
    public Chances Chances => _chances ??= new Chances(this);

    /// <summary>Fields that are asked before a lock is taken, and once more behind that.</summary>
    public Locks.AskedAgain AskedAgain => _askedAgain ??= new Locks.AskedAgain(this);

    /// <summary>Waits that can be called off.</summary>
    public WaitsCalledOff WaitsCalledOff => _waitsCalledOff ??= new WaitsCalledOff(this);

    /// <summary>Locks whose taking a jump goes past.</summary>
    public Locks.JumpedOver JumpedOver => _jumpedOver ??= new Locks.JumpedOver(this);

    public AcquireSite Site(IOperation call, IMethodSymbol method, AcquireClause clause, int index) => Terms.Site(call, method, clause, index);

    /// <summary>Something is released by a release of its kind.</summary>
    public void Released(AcquireSite site, IOperation release)
    {
        ReleasedSomewhere.Add(site);
        ProperlyReleased.Add(site);
        if (!Releases.TryGetValue(site, out var releases))
        {
            Releases.Add(site, releases = new());
        }

        releases.Add(release);
    }

    /// <summary>Whether a mistake about what a call acquired was found, other than with its content.</summary>
    public bool IsReported(AcquireSite site) => _findings.Values.Any(f => f.Resource?.Site == site && f.Kind is not (FindingKind.NotMarked or FindingKind.PinMeant));

    /// <summary>Whether a mistake of the kind was found at a node, whatever it is about.</summary>
    public bool IsReported(FindingKind kind, SyntaxNode node) => _findings.Keys.Any(key => key.Kind == kind && key.Node == node);

    /// <summary>Records a mistake; the first path found for it is kept.</summary>
    public void Report(Finding finding)
    {
        // One acquire, one report, however many ways it is lost.
        // A helper that takes two locks is one call to undo, and one that gives back two things is one call too many.
        var kind = finding.Kind == FindingKind.Lost ? FindingKind.HeldAtExit : finding.Kind;
        var key = (kind, finding.Node, kind is FindingKind.HeldAtExit or FindingKind.ReleasedAgain ? null : finding.Resource?.Site);
        if (!_findings.ContainsKey(key) && !NeverSet.IsNeededFor(finding, this))
        {
            _findings.Add(key, finding);
        }
    }

    /// <summary>Calls in a context, entered by holding something, that may lead on into other files.</summary>
    public Dictionary<(SyntaxNode Call, string Context), Finding> Elsewhere => _elsewhere ??= new();

    /// <summary>Records something that is a mistake only if the whole method turns out so.</summary>
    public void ReportIf(Finding finding, Func<bool> holds) => _pending.Add((finding, holds));

    /// <summary>The same of a mistake of which more has turned out than was known when it was recorded before.</summary>
    public void ReportFirst(Finding finding, Func<bool> holds) => _pending.Insert(0, (finding, holds));

    public IReadOnlyCollection<Finding> Findings()
    {
        foreach (var (finding, holds) in _pending)
        {
            if (holds())
            {
                Report(finding);
            }
        }

        _pending.Clear();
        Unprotected?.Finish();
        return _findings.Values;
    }
}
