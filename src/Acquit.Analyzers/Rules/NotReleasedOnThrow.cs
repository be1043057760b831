using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ102: released on the ordinary ways out, and held, or still named though given back, when a callee's exception leaves the method.</summary>
internal sealed class NotReleasedOnThrow : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.NotReleasedOnThrow;

    public override bool Reads(FindingKind kind) => kind is FindingKind.HeldAtThrow or FindingKind.LeftBehind;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        if (finding.Kind == FindingKind.LeftBehind)
        {
            return $"If '{PathWords.Name(finding.Method!)}' throws, '{finding.Holder}' goes on naming the {KindWords.Noun(finding.Resource!.Kind)} that was given back at line {PathWords.Line(finding.Resource.ReleasedAt!.Syntax)}; acquire first, or clear it before";
        }

        var releases = ReleaseNames.Of(finding.Resource!, contracts);
        var advice = releases.IsEmpty ? "" : $"; release {PathWords.It(finding.Resource!)} with '{releases[0]}' in a finally block";
        var line = PathWords.Line(finding.Path[finding.Path.Count - 1].Node);
        var thrower = finding.Method is { } method ? $"'{PathWords.Name(method)}' throws at line {line}" : $"line {line} throws";
        // Of a call that only may throw, nobody knows that it will.
        var when = finding.Method is { } called && Conventions.NeverReturns(called) ? $"after the method is left because {thrower}" : $"if {thrower}";
        return $"{PathWords.Held(finding.Resource!)} still held {when}{advice}";
    }

    protected override void Describe(Finding finding, ContractTable contracts, ImmutableDictionary<string, string?>.Builder properties) =>
        properties[DiagnosticProperties.Releases] = string.Join(",", ReleaseNames.Of(finding.Resource!, contracts));

    protected override IEnumerable<(Location Location, string Text)> Places(Finding finding) =>
        PathWords.Steps(finding).Concat(finding.Releases.Select(r => (r.GetLocation(), "released only here")));
}
