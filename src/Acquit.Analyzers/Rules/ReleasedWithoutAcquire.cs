using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ106: released on a path on which the acquire failed or did not happen.</summary>
internal sealed class ReleasedWithoutAcquire : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.ReleasedWithoutAcquire;

    public override bool Reads(FindingKind kind) => kind == FindingKind.ReleasedUnacquired;

    protected override string Message(Finding finding, ContractTable contracts) =>
        finding.Resource is { CalledOffAt: not null } wait
            ? $"'{PathWords.Name(finding.Method!)}' releases {KindWords.One(finding.ReleasedKind!)} that '{PathWords.Name(wait.Site.Method)}' did not take when it was cancelled, as it throws then"
            : finding.Resource is { } resource
            ? $"'{PathWords.Name(finding.Method!)}' releases {KindWords.One(finding.ReleasedKind!)} that '{PathWords.Name(resource.Site.Method)}' did not take on this path{PathWords.After(finding)}"
            : $"'{PathWords.Name(finding.Method!)}' releases {KindWords.One(finding.ReleasedKind!)} that was never taken on this path{PathWords.After(finding)}";
}
