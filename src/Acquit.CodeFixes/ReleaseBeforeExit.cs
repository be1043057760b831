using System.Collections.Immutable;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Acquit.CodeFixes;

/// <summary>ACQ101: releases what is held before every exit that leaves with it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseBeforeExit))]
public sealed class ReleaseBeforeExit : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.NotReleased.Id);

    internal override string TitleOfAll => "Release what is held before every exit";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding) => LeakingExits.Mend(file, finding);
}
