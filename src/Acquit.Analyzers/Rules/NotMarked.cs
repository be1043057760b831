using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Contents;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ404: written and not marked as written when it is released, or marked in a wrong way.</summary>
internal sealed class NotMarked : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.NotMarked;

    public override bool Reads(FindingKind kind) => kind == FindingKind.NotMarked;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var resource = finding.Resource!;
        var content = resource.Content;
        var held = $"What is behind the {(resource.IsContainer ? KindWords.Several(resource.Kind) : KindWords.Noun(resource.Kind))} taken by '{PathWords.Name(resource.Site.Method)}'";
        var marking = MarkingReleases.InPlaceOf(finding.Method, resource.Kind, contracts);
        var call = finding.Method is { } released && marking.Any(m => SymbolEqualityComparer.Default.Equals(m, released.OriginalDefinition)) ? $"; have '{PathWords.Name(released)}' mark it"
            : marking.IsEmpty ? ""
            : $"; release by '{PathWords.Name(marking[0])}'";
        return finding.Dirty switch
        {
            DirtyMistake.MarkedTooSoon =>
                $"{held} is written once more at line {PathWords.Line(content!.WrittenAt!.Syntax)} after it was marked dirty, and released without being marked again{call}",
            DirtyMistake.MarkedTooLate =>
                $"{held} is marked dirty at line {PathWords.Line(finding.Marking!)} only, when it is released already and may be somebody else's{call}",
            DirtyMistake.Unlocked =>
                $"{held} is marked dirty at line {PathWords.Line(content!.UnlockedAt!.Syntax)} without the {KindWords.Noun(content.LockWanted!)} that this needs{call}",
            DirtyMistake.OnlyRead =>
                $"{held} is marked dirty though it is only read, at line {PathWords.Line(content!.ReadAt!.Syntax)}: what nobody changed is written back",
            _ => $"{held} is written{(content!.ByDevice ? " by a device" : "")} at line {PathWords.Line(content.WrittenAt!.Syntax)} and released without being marked dirty{PathWords.After(finding)}{call}",
        };
    }

    protected override void Describe(Finding finding, ContractTable contracts, ImmutableDictionary<string, string?>.Builder properties)
    {
        properties[DiagnosticProperties.Mistake] = finding.Dirty.ToString();
        properties[DiagnosticProperties.Use] = string.Join(",", MarkingReleases.InPlaceOf(finding.Method, finding.Resource!.Kind, contracts).Select(m => m.Name).Distinct());
    }

    protected override int Before(Finding finding, int places) =>
        finding.Dirty == DirtyMistake.MarkedTooLate ? places - 1 : base.Before(finding, places);

    protected override IEnumerable<(Location Location, string Text)> Places(Finding finding)
    {
        var content = finding.Resource!.Content;
        var at = finding.Dirty switch
        {
            DirtyMistake.MarkedTooLate => finding.Marking,
            DirtyMistake.Unlocked => content!.UnlockedAt!.Syntax,
            DirtyMistake.OnlyRead => content!.ReadAt!.Syntax,
            _ => content!.WrittenAt!.Syntax,
        };
        var text = finding.Dirty switch
        {
            DirtyMistake.MarkedTooLate or DirtyMistake.Unlocked => "marked dirty here",
            DirtyMistake.OnlyRead => "read here",
            _ => "written here",
        };
        return finding.Dirty == DirtyMistake.MarkedTooLate
            ? PathWords.Steps(finding).Append((at!.GetLocation(), text))
            : PathWords.Steps(finding, (at!, null, text));
    }
}
