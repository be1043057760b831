using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ105: used after release.</summary>
internal sealed class UsedAfterRelease : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.UsedAfterRelease;

    public override bool Reads(FindingKind kind) => kind == FindingKind.UsedAfterRelease;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var resource = finding.Resource!;
        var where = resource.ReleasedAt is { } release ? $" at line {PathWords.Line(release.Syntax)}" : "";
        var what = resource.Foreign
            ? $"This {KindWords.Noun(resource.Kind)}"
            : $"The {KindWords.Noun(resource.Kind)} taken by '{PathWords.Name(resource.Site.Method)}'";
        return $"{what} is used here after it was released{where}{PathWords.After(finding)}";
    }
}
