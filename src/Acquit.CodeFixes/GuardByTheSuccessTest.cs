using System.Collections.Immutable;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ106: releases only what the acquire took, by testing whether it did.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GuardByTheSuccessTest))]
public sealed class GuardByTheSuccessTest : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.ReleasedWithoutAcquire.Id);

    internal override string TitleOfAll => "Release only what was acquired";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding.Node.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax or LabeledStatementSyntax } release ||
            finding.Resource is not { } resource || Acquisition.Of(file, resource) is not { } acquisition ||
            SuccessTest.Of(acquisition, release.SpanStart) is not { } condition)
        {
            return null;
        }

        var edit = new Conditional(file).Around(release, condition);
        return SingleRepair.First(file, finding, new[] { ($"Release only if '{condition}'", edit) });
    }
}
