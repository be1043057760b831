using System.Collections.Immutable;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ105: moves a release behind the last use, where both stand in one list of statements and nothing else depends on it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseAfterTheLastUse))]
public sealed class ReleaseAfterTheLastUse : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.UsedAfterRelease.Id);

    internal override string TitleOfAll => "Release after the last use";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding) =>
        LaterRelease.Of(file, finding) is { } release

            // What throws in between may leave it behind from now on, where it was used after its end.
            ? SingleRepair.First(file, finding, release.Edits().Select(edit => ($"Call '{release.Name}' after the last use", edit)), FindingKind.HeldAtThrow)
            : null;
}
