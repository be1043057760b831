using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Locks;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ301: a lock that the callee needs is not held, or only a weaker form of it.</summary>
internal sealed class LockNotHeld : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.LockNotHeld;

    public override bool Reads(FindingKind kind) => kind == FindingKind.LockNotHeld;

    protected override string Message(Finding finding, ContractTable contracts) =>
        $"{LockWords.Subject(finding)} needs the {LockWords.Needed(finding)}, which {Standing(finding, contracts)}{LockWords.Because(finding)}";

    protected override IEnumerable<(Location Location, string Text)> Places(Finding finding) => LockWords.Chain(finding);

    private static string Standing(Finding finding, ContractTable contracts) => finding.Standing switch
    {
        Flow.Locks.Standing.GivenBack => $"{LockWords.GivenBack(finding)}{PathWords.After(finding)}",
        Flow.Locks.Standing.NotGot => $"'{PathWords.Name(finding.Resource!.Site.Method)}' did not get on this path{PathWords.After(finding)}",
        Flow.Locks.Standing.NotAsked => $"'{PathWords.Name(finding.Resource!.Site.Method)}' at line {PathWords.Line(finding.Resource.Site.Call.Syntax)} may have failed to get: nothing asks for its result",
        Flow.Locks.Standing.Weaker => $"is not held here: '{PathWords.Name(finding.Resource!.Site.Method)}' at line {PathWords.Line(finding.Resource.Site.Call.Syntax)} took the {KindWords.Noun(finding.Resource.Kind)} only",
        _ when contracts.TakesOf(finding.Requirement!.Kind).FirstOrDefault() is { } take =>
            $"nobody has taken here: call '{PathWords.Name(take)}' first, or let the contract of the method say that its callers hold it",
        _ => "nobody has taken here",
    };
}
