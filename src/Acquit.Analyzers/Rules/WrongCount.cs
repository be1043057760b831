using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ107: more or fewer released than acquired.</summary>
internal sealed class WrongCount : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.WrongCount;

    public override bool Reads(FindingKind kind) => kind == FindingKind.WrongCount;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var resource = finding.Resource!;
        var held = finding.ExpectedCount is { } count ? $"'{count}'" : $"what '{PathWords.Name(resource.Site.Method)}' returned";
        return finding.Exit is { } exit
            ? $"Fewer {KindWords.Several(resource.Kind)} are released here than '{PathWords.Name(resource.Site.Method)}' took; the rest is still held when {PathWords.Exit(exit)}"
            : finding.IsAsRequested
                ? $"As many {KindWords.Several(resource.Kind)} are released here as were asked for, not as many as '{PathWords.Name(resource.Site.Method)}' took; release {held} instead"
                : $"Not as many {KindWords.Several(resource.Kind)} are released here as '{PathWords.Name(resource.Site.Method)}' took; release {held} instead";
    }

    protected override void Describe(Finding finding, ContractTable contracts, ImmutableDictionary<string, string?>.Builder properties) =>
        properties[DiagnosticProperties.Count] = finding.ExpectedCount;
}
