using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Contents;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ406: content is handed to a device, or written, under a hold that does not keep it in place.</summary>
internal sealed class PinMeant : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.PinMeant;

    public override bool Reads(FindingKind kind) => kind == FindingKind.PinMeant;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var resource = finding.Resource!;
        var content = resource.Content!;
        var what = content.DeviceAt is { } device
            ? $"is within a device's reach at line {PathWords.Line(device.Syntax)}"
            : $"is written at line {PathWords.Line(content.WrittenAt!.Syntax)}";
        return $"What is behind the {(resource.IsContainer ? KindWords.Several(resource.Kind) : KindWords.Noun(resource.Kind))} taken by '{PathWords.Name(resource.Site.Method)}' {what}, which needs {KindWords.One(finding.ReleasedKind!)}; call '{PinTwin.Names(resource.Site.Clause)[0]}' instead";
    }

    protected override void Describe(Finding finding, ContractTable contracts, ImmutableDictionary<string, string?>.Builder properties) =>
        properties[DiagnosticProperties.Use] = string.Join(",", PinTwin.Names(finding.Resource!.Site.Clause));

    protected override IEnumerable<(Location Location, string Text)> Places(Finding finding)
    {
        var content = finding.Resource!.Content!;
        yield return content.DeviceAt is { } device
            ? (device.Syntax.GetLocation(), "a device gets at it here")
            : (content.WrittenAt!.Syntax.GetLocation(), "written here");
    }
}
