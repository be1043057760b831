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

/// <summary>ACQ106: releases only what the acquire took, by testing whether it did; takes the release out where it never did, and the wait out of the try block where it may be called off.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GuardByTheSuccessTest))]
public sealed class GuardByTheSuccessTest : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.ReleasedWithoutAcquire.Id);

    internal override string TitleOfAll => "Release only what was acquired";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding.Node.Parent is not ExpressionStatementSyntax release || finding.Resource is not { } resource)
        {
            return null;
        }

        if (resource.CalledOffAt is not null)
        {
            return SingleRepair.First(file, finding, OutOfTheTry.Of(file, finding, release));
        }

        return Acquisition.Of(file, resource) is { } acquisition ? SingleRepair.First(file, finding, Candidates(file, release, resource, acquisition)) : null;
    }

    private static IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> Candidates(
        AnalyzedFile file, ExpressionStatementSyntax release, Resource resource, Acquisition acquisition)
    {
        // When nothing leaks without it, it is never needed: nothing is held whenever it runs.
        if (resource.Owned && new Removal(file).Of(release) is { } removal)
        {
            yield return ("Remove the release: nothing was acquired", new[] { removal });
        }

        if (release.Parent is BlockSyntax or SwitchSectionSyntax or LabeledStatementSyntax &&
            SuccessTest.Of(acquisition, release.SpanStart) is { } condition)
        {
            yield return ($"Release only if '{condition}'", new Conditional(file).Around(release, condition));
        }
    }
}
