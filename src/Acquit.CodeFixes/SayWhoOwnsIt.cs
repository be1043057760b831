using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Contracts;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>
/// ACQ101, where it is no leak: writes into a contract that what is held is the caller's from then on, or that a function of the code base
/// takes it over.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SayWhoOwnsIt))]
public sealed class SayWhoOwnsIt : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.NotReleased.Id);

    internal override string TitleOfAll => "Write down who owns what is held";

    internal override bool NeedsWholeFile => true;

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding is not { Kind: FindingKind.HeldAtExit, Resource: { Gathered: false, Shrunk: false, IsContainer: false } resource } ||
            file.Model.Compilation.GetTypeByMetadataName("Acquit.AcquiresAttribute") is null ||
            Acquisition.Of(file, resource) is not { Clause: { Count: null, Target.Path: null } } acquisition)
        {
            return null;
        }

        var site = finding.Node.Span;
        bool Holds(AnalyzedFile after)
        {
            var siteAfter = after.Follow(site, file);
            return Trial.IsHarmless(file, after, f => LeakingExits.IsAbout(f, site, resource.Kind), _ => false) &&
                   !after.FindingsAround(siteAfter).Any(f => LeakingExits.IsAbout(f, siteAfter, resource.Kind));
        }

        foreach (var ownership in Ownership.Of(file, acquisition, finding.IsExitUnsettled))
        {
            var after = file.WithContracts(ownership.Edit);
            if (Holds(after) && (ownership.Proof == ownership.Edit || Holds(file.WithContracts(ownership.Proof))))
            {
                return new Repair(ownership.Title, after);
            }
        }

        return null;
    }
}
