using System.Collections.Immutable;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Acquit.CodeFixes;

/// <summary>ACQ101, in methods that unwind by goto: leaves through a label that releases what is held.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(JumpToTheRelease))]
public sealed class JumpToTheRelease : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.NotReleased.Id);

    internal override string TitleOfAll => "Leave through labels that release what is held";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding) => LeakingExits.Mend(file, finding, UnwindingLabels.Of, isByWays: true);
}
