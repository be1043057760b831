using System.Collections.Immutable;
using Acquit.Analyzers;
using Acquit.Analyzers.Configuration;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Contexts;
using Acquit.Cli.Checking;
using Acquit.Cli.Opening;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Cli.Proposals;

/// <summary>A public method without a contract that acquires or releases something, or seems to.</summary>
/// <param name="Id">Its documentation comment id.</param>
/// <param name="Clauses">What its body does, as clauses of a contract file; empty when that cannot be said, or there is no body.</param>
/// <param name="Remark">Why it is listed when there are no clauses.</param>
internal sealed record ProposedContract(string Id, string Shown, ImmutableArray<string> Clauses, string Remark);

/// <summary>Looks for public methods that want a contract.</summary>
internal static class Proposal
{
    public static async Task<(ImmutableArray<ProposedContract> Methods, Gaps Gaps)> FindAsync(
        OpenedCode code, ImmutableArray<ContractText> named, ImmutableArray<DiagnosticAnalyzer> analyzers, Action<string> tell, CancellationToken cancellationToken)
    {
        var found = new List<ProposedContract>();
        var gaps = new List<Gaps>();
        var built = new BuiltReferences();
        foreach (var project in code.Projects)
        {
            tell($"Reading {project.Name}…");
            var compilation = await built.CompileAsync(project, cancellationToken);
            var files = ContractFiles.Of(project, named);
            var analysis = await Analysis.RunAsync(project, compilation, files, analyzers, cancellationToken);
            found.AddRange(In(compilation, project, files, Reported.Of(analysis), cancellationToken));
            gaps.Add(await Gaps.OfAsync(project, compilation, analysis, code, cancellationToken));
        }

        // A project for several frameworks has its methods several times.
        return ([.. found.DistinctBy(method => method.Id).OrderBy(method => method.Id, StringComparer.Ordinal)], Gaps.OfAll(gaps));
    }

    private static IEnumerable<ProposedContract> In(
        Compilation compilation, Project project, ImmutableArray<AdditionalText> files, Reported wrong, CancellationToken cancellationToken)
    {
        var contracts = ContractTable.Create(compilation, files, cancellationToken);
        var options = new TreeOptions(project.AnalyzerOptions.AnalyzerConfigOptionsProvider);
        var summaries = WrapperNames.Find(compilation, options, contracts, new NameScanner(contracts.Names), cancellationToken);
        var bodies = new List<(IMethodSymbol Method, string Id, MemberContract? Inferred)>();
        foreach (var method in PublicMethods.Of(compilation.Assembly))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (contracts.Of(method) is not null ||
                method.DeclaringSyntaxReferences is not [var declaration, ..] ||
                GeneratedFiles.Has(declaration.SyntaxTree.FilePath) ||
                method.GetDocumentationCommentId() is not { } id)
            {
                continue;
            }

            var inquiry = summaries.Ask(new ContextReach(compilation.GetSemanticModel(declaration.SyntaxTree), contracts, cancellationToken));
            bodies.Add((method, id, inquiry.Of(method, isTracked: true, cancellationToken, isExact: true)));
        }

        var releases = new OwnReleases(bodies.Select(body => (body.Method, body.Inferred)), contracts);
        foreach (var (method, id, inferred) in bodies)
        {
            if (inferred is not ({ Acquires.IsEmpty: false } or { Releases.IsEmpty: false }))
            {
                if (CounterpartNames.Of(method) is { } other)
                {
                    yield return new ProposedContract(id, Show(method), [], $"there is a '{other}' for it, by its name, and its body tells nothing");
                }

                continue;
            }

            if (wrong.In(method) is { } report)
            {
                yield return new ProposedContract(id, Show(method), [], $"it is reported itself ({report}): what it does now may not be what is meant");
                continue;
            }

            var clauses = new BlockWriter(method, contracts).Clauses(releases.Prefer(inferred, method));
            yield return clauses.IsEmpty || !ProposedFile.IsUnderstood(id, clauses, compilation, cancellationToken)
                ? new ProposedContract(id, Show(method), [], "what its body acquires or releases is in a member of something, or not certain: no contract can say it")
                : new ProposedContract(id, Show(method), clauses, "");
        }
    }

    private static string Show(IMethodSymbol method) => method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
}
