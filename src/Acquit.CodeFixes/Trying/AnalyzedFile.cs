using System.Collections.Immutable;
using Acquit.Analyzers;
using Acquit.Analyzers.Configuration;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Contexts;
using Acquit.Analyzers.Flow.Disposing;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Trying;

/// <summary>
/// One source file and what the analysis finds in it. An edit gives another one, so that a fix is tried before it is offered.
/// </summary>
internal sealed class AnalyzedFile
{
    /// <summary>That a new member has no documentation is no mistake in it.</summary>
    private const string MissingDocumentation = "CS1591";

    private readonly Compilation _compilation;
    private readonly AnalysisOptions _options;
    private readonly NameScanner _names;
    private readonly SummaryTable _summaries;
    private readonly Lazy<SummaryTable.Inquiry> _inquiry;
    private readonly Lazy<BorrowInference> _borrowing;
    private readonly bool _isWhole;
    private readonly Func<Compilation, ContractTable>? _readContracts;
    private readonly AnalyzedFile? _previous;
    private readonly ImmutableArray<TextChange> _changes;
    private readonly Dictionary<TextSpan, IReadOnlyList<Finding>> _findings = new();

    /// <param name="isWhole">Whether what is found depends on other members: on who runs the code.</param>
    /// <param name="readContracts">Reads the contracts anew, for edits that write some.</param>
    public AnalyzedFile(
        Compilation compilation, SyntaxTree tree, AnalysisOptions options, ContractTable contracts, Func<Compilation, ContractTable> readContracts, bool isWhole,
        CancellationToken cancellationToken)
        : this(
            compilation, tree, options, contracts, readContracts, new NameScanner(contracts.Names), isWhole, null, ImmutableArray<TextChange>.Empty,
            cancellationToken)
    {
    }

    private AnalyzedFile(
        Compilation compilation, SyntaxTree tree, AnalysisOptions options, ContractTable contracts, Func<Compilation, ContractTable>? readContracts,
        NameScanner names, bool isWhole, AnalyzedFile? previous, ImmutableArray<TextChange> changes, CancellationToken cancellationToken)
    {
        _isWhole = isWhole;
        _readContracts = readContracts;
        _compilation = compilation;
        _options = options;
        _names = names;
        _previous = previous;
        _changes = changes;
        Tree = tree;
        Contracts = contracts;
        CancellationToken = cancellationToken;
        Text = tree.GetText(cancellationToken);
        Root = tree.GetRoot(cancellationToken);
        Model = compilation.GetSemanticModel(tree);
        var graphs = new BodyGraphs(compilation, new TreeOptions(options));
        graphs.SettleGivenUp();
        _summaries = new SummaryTable(graphs, contracts, names, contracts.RequiringNames);
        _inquiry = new Lazy<SummaryTable.Inquiry>(() => _summaries.Ask(new ContextReach(Model, contracts, cancellationToken)));
        _borrowing = new Lazy<BorrowInference>(() => new BorrowInference(contracts, new ContextReach(Model, contracts, cancellationToken)));
    }

    public SyntaxTree Tree { get; }

    public SyntaxNode Root { get; }

    public SourceText Text { get; }

    public SemanticModel Model { get; }

    public ContractTable Contracts { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>The graphs of its bodies.</summary>
    public BodyGraphs Graphs => _summaries.Graphs;

    /// <summary>What is found in the member that a span belongs to; in the whole file, when that cannot be told apart.</summary>
    public IReadOnlyList<Finding> FindingsAround(TextSpan span)
    {
        var member = _isWhole ? Root.FullSpan : MemberAt(span).FullSpan;
        if (!_findings.TryGetValue(member, out var findings))
        {
            findings = _isWhole
                ? FileAnalysis.Findings(Model, Contracts, _summaries, CancellationToken)
                : FileAnalysis.FindingsIn(member, Model, Contracts, _summaries, CancellationToken);
            _findings.Add(member, findings);
        }

        return findings;
    }

    /// <summary>What is to be disposed of, where the user has chosen that this is asked for.</summary>
    public Disposables Disposables => _summaries.Disposables;

    /// <summary>What a method without a contract is seen to do, by its body; null when that cannot be told.</summary>
    public MemberContract? Inferred(IMethodSymbol method) => _inquiry.Value.Of(method, isTracked: true, CancellationToken);

    /// <summary>Whether a method without a contract is seen to do no more than look at what it is given.</summary>
    public bool IsOnlyLookedAtBy(IMethodSymbol method, int ordinal) => _borrowing.Value.Borrows(method, ordinal);

    public AnalyzedFile With(params TextChange[] changes) => With((IEnumerable<TextChange>)changes);

    /// <summary>The file after an edit. Contracts are not written in bodies, so an edit of bodies leaves them as they are.</summary>
    public AnalyzedFile With(IEnumerable<TextChange> changes) => With(changes, static (_, _) => null);

    /// <summary>The file after an edit that writes contracts.</summary>
    public AnalyzedFile WithContracts(IEnumerable<TextChange> changes) => With(changes, static (file, compilation) => file._readContracts?.Invoke(compilation));

    private AnalyzedFile With(IEnumerable<TextChange> changes, Func<AnalyzedFile, Compilation, ContractTable?> read)
    {
        CancellationToken.ThrowIfCancellationRequested();
        var ordered = changes.OrderBy(c => c.Span).ToImmutableArray();
        var tree = Tree.WithChangedText(Text.WithChanges(ordered));
        var compilation = _compilation.ReplaceSyntaxTree(Tree, tree);
        var contracts = read(this, compilation);
        var names = contracts is null ? _names : new NameScanner(contracts.Names);
        return new AnalyzedFile(compilation, tree, _options, contracts ?? Contracts, _readContracts, names, _isWhole, this, ordered, CancellationToken);
    }

    /// <summary>Where a span of an earlier version of the file is in this one.</summary>
    public TextSpan Follow(TextSpan span, AnalyzedFile earlier)
    {
        if (this == earlier || _previous is null)
        {
            return span;
        }

        var before = _previous.Follow(span, earlier);
        var start = before.Start;
        var end = before.End;
        foreach (var change in _changes)
        {
            var growth = (change.NewText?.Length ?? 0) - change.Span.Length;
            start += change.Span.End <= before.Start ? growth : 0;
            end += change.Span.Start < before.End || change.Span.End <= before.Start ? growth : 0;
        }

        return TextSpan.FromBounds(start, Math.Max(start, end));
    }

    /// <summary>The symbol of an earlier version of the compilation, in this one.</summary>
    public IMethodSymbol? Current(IMethodSymbol method) =>
        method.GetDocumentationCommentId() is { } id
            ? DocumentationCommentId.GetFirstSymbolForDeclarationId(id, _compilation) as IMethodSymbol
            : null;

    /// <summary>How often the compiler has which error or warning to say about the members that a span touches.</summary>
    public Dictionary<string, int> Complaints(TextSpan span) =>
        Model.GetDiagnostics(MemberAt(span).FullSpan, CancellationToken)
            .Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed && d.Id != MissingDocumentation)
            .GroupBy(d => d.Id)
            .ToDictionary(g => g.Key, g => g.Count());

    private SyntaxNode MemberAt(TextSpan span) =>
        Root.FindNode(span).FirstAncestorOrSelf<MemberDeclarationSyntax>(
            m => m is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax) ?? Root;

    /// <summary>The stretch of the previous version that the edit touched.</summary>
    public TextSpan Touched => TextSpan.FromBounds(_changes.Min(c => c.Span.Start), _changes.Max(c => c.Span.End));
}
