using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Batches;
using Acquit.Analyzers.Flow.Contexts;
using Acquit.Analyzers.Flow.Disposing;
using Acquit.Analyzers.Flow.Summaries;
using Acquit.Analyzers.Flow.Usage;
using Acquit.Analyzers.Flow.Usage.Codes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers;

/// <summary>Everything that is wrong in one file: what the analyzer reports, and what a fix tries its edits against.</summary>
internal static class FileAnalysis
{
    /// <param name="openEnds">Gets what other files may add.</param>
    public static IReadOnlyList<Finding> Findings(
        SemanticModel model, ContractTable contracts, SummaryTable summaries, CancellationToken cancellationToken, OpenEnds? openEnds = null)
    {
        model = summaries.Graphs.Prefer(model);
        var findings = new List<Finding>();
        var hits = summaries.Mentioned.In(model.SyntaxTree, cancellationToken);
        var disposing = summaries.Graphs.Options.Of(model.SyntaxTree).Disposables
            ? DisposingBodies.Find(model, summaries.Disposables, cancellationToken)
            : Array.Empty<SyntaxNode>();
        if (hits.Count == 0 && disposing.Count == 0)
        {
            findings.AddRange(CodeConversions.Find(model.SyntaxTree.GetRoot(cancellationToken).FullSpan, model, contracts.Codes, cancellationToken));
            return findings;
        }

        var reach = new ContextReach(model, contracts, cancellationToken);
        var inquiry = summaries.Ask(reach);
        var bodies = Mentions.Find(hits, model, contracts, inquiry, cancellationToken);
        var shape = PairedByShape.In(model, contracts, inquiry, cancellationToken);
        var root = model.SyntaxTree.GetRoot(cancellationToken);
        findings.AddRange(UsageWalk.Find(hits, root.FullSpan, model, contracts, summaries.Graphs, cancellationToken));
        var hidden = new HiddenApis(hits, model, contracts, cancellationToken);
        var contexts = new ContextWalk(model, contracts, reach, cancellationToken);
        var elsewhere = new List<Finding>();
        var fieldMinders = new Dictionary<INamedTypeSymbol, List<SyntaxNode>>(SymbolEqualityComparer.Default);
        foreach (var body in contracts.PlacesCode ? bodies.WithContracts : Array.Empty<SyntaxNode>())
        {
            if (model.GetOperation(body, cancellationToken) is { } operation)
            {
                contexts.Body(operation);
            }
        }

        foreach (var declaration in bodies.Declarations)
        {
            contexts.Declaration(declaration);
            if (hidden.Find(declaration) is { } hiding)
            {
                findings.Add(hiding);
            }
        }

        // What calls may run is known from here on.
        var never = new NeverRun(summaries, contracts, cancellationToken);
        foreach (var body in BodyAnalyses.Of(
            bodies.WithContracts.Where(b => shape?.Covers(b, bodies.NamesIn[b]) != true).Union(disposing), model, contracts, reach, summaries, cancellationToken))
        {
            findings.AddRange(body.Findings.Where(finding => finding.Chain.IsEmpty || finding.Kind != FindingKind.ForbiddenContext || !never.Includes(finding)));
            elsewhere.AddRange(body.Elsewhere);
            foreach (var type in body.FieldMinders)
            {
                if (!fieldMinders.TryGetValue(type, out var minders))
                {
                    fieldMinders.Add(type, minders = new List<SyntaxNode>());
                }

                minders.Add(body.Body);
            }
        }

        findings.AddRange(contexts.Findings.Where(finding => !never.Includes(finding)));
        AddLoops(findings, hits, root.FullSpan, model, contracts, cancellationToken);
        AddConversions(findings, hits, root.FullSpan, model, contracts, cancellationToken);
        openEnds?.Add(reach.Handlers);
        openEnds?.Add(elsewhere.Concat(contexts.Elsewhere));

        // What is wrong between members is reported in the file where it stands, by whichever part of the type it was come upon.
        var kept = new KeptByShape(model, contracts, inquiry, bodies.NamesIn, cancellationToken);
        findings.AddRange(fieldMinders
            .Where(type => disposing.Count > 0 || !kept.Covers(type.Key, type.Value))
            .SelectMany(type => summaries.LivesOf(type.Key, cancellationToken))
            .Where(life => life.Node.SyntaxTree == model.SyntaxTree && !findings.Exists(f => f.Kind == life.Kind && f.Node == life.Node))
            .ToList());
        return Distinct(findings);
    }

    /// <summary>What is wrong within one member, taken by itself: not what the contexts that others run it in make wrong.</summary>
    public static IReadOnlyList<Finding> FindingsIn(
        TextSpan member, SemanticModel model, ContractTable contracts, SummaryTable summaries, CancellationToken cancellationToken)
    {
        model = summaries.Graphs.Prefer(model);
        var reach = new ContextReach(model, contracts, cancellationToken);
        var hits = summaries.Mentioned.In(model.SyntaxTree, cancellationToken);
        var findings = new List<Finding>(
            UsageWalk.Find(hits, member, model, contracts, summaries.Graphs, cancellationToken));
        findings.AddRange(Mentions.BodiesIn(model.SyntaxTree.GetRoot(cancellationToken), member)
            .SelectMany(body => BodyAnalysis.Analyze(body, model, contracts, reach, summaries, cancellationToken)));
        AddLoops(findings, hits, member, model, contracts, cancellationToken);
        AddConversions(findings, hits, member, model, contracts, cancellationToken);
        return findings;
    }

    // A call in the wrong context is answered with the wrong code: that is one mistake.
    private static void AddConversions(
        List<Finding> findings, List<NameHit> hits, TextSpan within, SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        foreach (var conversion in HandConversions.Find(hits, within, model, contracts, cancellationToken).ToList())
        {
            var call = conversion.Conversion!.Call;
            if (!findings.Exists(f => f.Kind is FindingKind.ForbiddenContext or FindingKind.OutsideContext && (f.Node == call || f.Chain.Contains(call))))
            {
                findings.Add(conversion);
            }
        }

        findings.AddRange(CodeConversions.Find(within, model, contracts.Codes, cancellationToken).Where(f => !SameConversion.IsAmong(findings, f)).ToList());
    }

    // What is wrong about the releases in a loop comes before that they could be one.
    private static void AddLoops(
        List<Finding> findings, List<NameHit> hits, TextSpan within, SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        foreach (var loop in BatchWalk.Find(hits, within, model, contracts, cancellationToken))
        {
            if ((loop.LookUp ?? loop.Owning?.Pairs[0].LookUp) is { } lookUp)
            {
                findings.RemoveAll(f => lookUp.Explains(f));
            }

            if (!findings.Exists(f => f.Kind is not FindingKind.OlderName && loop.Node.Span.Contains(f.Node.Span)))
            {
                findings.Add(loop);
            }
        }
    }

    private static List<Finding> Distinct(List<Finding> findings)
    {
        static bool IsOfContext(Finding finding) => finding.Kind is FindingKind.ForbiddenContext or FindingKind.OutsideContext;

        var ofContexts = findings.FindAll(IsOfContext);
        if (ofContexts.Count > 1)
        {
            findings.RemoveAll(IsOfContext);
            findings.AddRange(SameDefect.Without(ofContexts, Array.Empty<Finding>()));
        }

        return findings;
    }
}
