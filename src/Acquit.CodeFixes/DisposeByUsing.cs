using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ101 and ACQ102: declares what its own Dispose releases with <c>using</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DisposeByUsing))]
public sealed class DisposeByUsing : RepairProvider
{
    private const string Dispose = "Dispose";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.NotReleased.Id, Descriptors.NotReleasedOnThrow.Id);

    internal override string TitleOfAll => "Dispose with 'using'";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding.Resource is not { } resource || ReleaseNames.Of(resource, file.Contracts).FirstOrDefault() != Dispose ||
            Acquisition.Of(file, resource) is not { Clause.Target.Kind: TargetKind.Return, Holder: IdentifierNameSyntax holder } acquisition ||
            acquisition.Statement is not LocalDeclarationStatementSyntax { Parent: BlockSyntax block } declaration ||
            declaration.Declaration.Variables.Count > 1 || declaration.UsingKeyword.IsKind(SyntaxKind.UsingKeyword) ||
            !HandOver.IsExcluded(holder, declaration.Span.End, block.CloseBraceToken.SpanStart, file))
        {
            return null;
        }

        var following = block.Statements.Skip(block.Statements.IndexOf(declaration) + 1).ToList();
        var outcomes = new[] { holder.Identifier.ValueText };
        if (following.Count == 0 || ScopedReleases.Removed(following, holder, outcomes, resource.Kind, file) is not { } removals)
        {
            return null;
        }

        var edit = removals.Append(new TextChange(new TextSpan(declaration.SpanStart, 0), "using ")).ToList();
        return SingleRepair.First(file, finding, new[] { ($"Dispose '{holder}' with 'using'", (IReadOnlyList<TextChange>)edit) });
    }
}
