using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ103: released by an API of another kind.</summary>
internal sealed class WrongRelease : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.WrongRelease;

    public override bool Reads(FindingKind kind) => kind == FindingKind.WrongRelease;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var resource = finding.Resource!;
        var releases = ReleaseNames.InPlaceOf(finding.Method!, finding.ReleasedKind!, resource, contracts);
        var right = releases.IsEmpty ? "" : $"; its release is '{releases[0]}'";
        return $"'{PathWords.Name(finding.Method!)}' releases {KindWords.One(finding.ReleasedKind!)}, but this is {KindWords.One(resource.Kind)} taken by '{PathWords.Name(resource.Site.Method)}' at line {PathWords.Line(resource.Site.Call.Syntax)}{right}";
    }

    protected override void Describe(Finding finding, ContractTable contracts, ImmutableDictionary<string, string?>.Builder properties)
    {
        properties[DiagnosticProperties.Releases] = string.Join(",", ReleaseNames.InPlaceOf(finding.Method!, finding.ReleasedKind!, finding.Resource!, contracts));
        properties[DiagnosticProperties.Count] = finding.ExpectedCount;
    }
}
