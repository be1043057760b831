using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ101 and ACQ102: declares what its own Dispose releases with <c>using</c>, in place of the calls that are there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DisposeByUsing))]
public sealed class DisposeByUsing : RepairProvider
{
    private const string Using = "using";
    private const string AwaitUsing = "await using";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.NotReleased.Id, Descriptors.NotReleasedOnThrow.Id);

    internal override string TitleOfAll => "Dispose with 'using'";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding.Resource is not { } resource || ReleaseNames.Of(resource, file.Contracts).FirstOrDefault() is not (Conventions.Dispose or Conventions.DisposeAsync) ||
            Acquisition.Of(file, resource) is not { Clause.Target.Kind: TargetKind.Return, Holder: IdentifierNameSyntax holder } acquisition ||
            acquisition.Statement is not LocalDeclarationStatementSyntax { Parent: BlockSyntax block } declaration ||
            declaration.Declaration.Variables.Count > 1 || declaration.UsingKeyword.IsKind(SyntaxKind.UsingKeyword) ||
            !HandOver.IsExcluded(holder, declaration.Span.End, block.CloseBraceToken.SpanStart, file))
        {
            return null;
        }

        var following = block.Statements.Skip(block.Statements.IndexOf(declaration) + 1).ToList();
        var disposals = new Disposals(file, holder, resource.Kind);
        if (following.Count == 0 || disposals.In(following) is not { } present || present.Select(d => d.IsAwaited).Distinct().Count() > 1)
        {
            return null;
        }

        // As it is done now; where it is not done, as the type allows.
        var keywords = present.Count == 0 ? new[] { Using, AwaitUsing } : present[0].IsAwaited ? new[] { AwaitUsing } : new[] { Using };
        var candidates = keywords
            .Select(keyword => (Title: $"Dispose '{holder}' with '{keyword}'", Edit: Declared(declaration, keyword, following, holder, disposals, present, file)))
            .Where(candidate => candidate.Edit is not null);
        return SingleRepair.First(file, finding, candidates.Select(candidate => (candidate.Title, candidate.Edit!)));
    }

    private static IReadOnlyList<TextChange>? Declared(
        LocalDeclarationStatementSyntax declaration, string keyword, IReadOnlyList<StatementSyntax> following, IdentifierNameSyntax holder,
        Disposals disposals, IReadOnlyList<PresentDisposal> present, AnalyzedFile file)
    {
        if (Removed(following) is { } removals)
        {
            return removals.Append(new TextChange(new TextSpan(declaration.SpanStart, 0), keyword + " ")).ToList();
        }

        // What follows a release has to run without what is released: the object ends where it ends now.
        var last = present.Select(d => d.Statement).LastOrDefault(s => following.Contains(s));
        var body = following.TakeWhile(s => s != last).ToList();
        var rest = following.Skip(body.Count + 1).ToList();
        return last is not null && body.Count > 0 && !IsUsedBehind(body, holder, rest) && Removed(body.Append(last).ToList()) is { } inBlock
            ? UsingBlock.Of(declaration, keyword, body, inBlock, file)
            : null;

        IReadOnlyList<TextChange>? Removed(IReadOnlyList<StatementSyntax> region)
        {
            var removal = new Removal(file);
            var outcomes = new[] { holder.Identifier.ValueText };
            var changes = new List<TextChange>();
            foreach (var statement in present.Select(d => d.Statement))
            {
                if (!ScopedReleases.IsLast(statement, region[region.Count - 1], outcomes, disposals.IsPlainEnd, file) || removal.Of(statement) is not { } change)
                {
                    return null;
                }

                changes.Add(change);
            }

            return changes;
        }
    }

    // A block hides what is declared in it; another thing of the name may come to light.
    private static bool IsUsedBehind(IReadOnlyList<StatementSyntax> body, IdentifierNameSyntax holder, IReadOnlyList<StatementSyntax> rest)
    {
        var declared = body.SelectMany(s => s.DescendantNodesAndSelf()).Select(n => n switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
            SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
            LocalFunctionStatementSyntax function => function.Identifier.ValueText,
            LabeledStatementSyntax label => label.Identifier.ValueText,
            _ => null,
        });
        var hidden = new HashSet<string?>(declared.Append(holder.Identifier.ValueText), StringComparer.Ordinal);
        return rest.SelectMany(s => s.DescendantNodes()).OfType<IdentifierNameSyntax>().Any(n => hidden.Contains(n.Identifier.ValueText));
    }
}
