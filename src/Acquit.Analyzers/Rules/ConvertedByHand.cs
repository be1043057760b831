using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Usage.Codes;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ203: one sort of code becomes another by hand.</summary>
internal sealed class ConvertedByHand : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.ConvertedByHand;

    public override bool Reads(FindingKind kind) => kind is FindingKind.HandConversion or FindingKind.CodeByHand;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        if (finding.Code is { } code)
        {
            return Message(code);
        }

        var (call, sibling) = (finding.Method!, finding.Conversion!.Sibling);
        return finding.Conversion.IsTest
            ? $"'{call.Name}' answers with '{call.ReturnType.Name}', which is never negative; '{sibling.Name}' is the one that is tested so"
            : $"The answer of '{call.Name}' is turned into '{TypeName(sibling.ReturnType)}' by hand; '{sibling.Name}' answers with that already";
    }

    private static string Message(CodeByHand code) => code switch
    {
        { Mixing: Mixing.Chosen, IsSame: true } => $"A code of the sort '{code.From}' is turned into one of '{code.To}' by hand; '{code.Converter!.Method.Name}' does the same",
        { Mixing: Mixing.Chosen } => $"A code of the sort '{code.From}' is turned into one of '{code.To}' by hand; '{code.Converter!.Method.Name}' is there for that",
        { Mixing: Mixing.Cast, Converter: { } converter } =>
            $"A code of the sort '{code.From}' is cast to one of '{code.To}', whose numbers mean other things; '{converter.Method.Name}' turns one into the other",
        { Mixing: Mixing.Cast } => $"A code of the sort '{code.From}' is cast to one of '{code.To}', whose numbers mean other things",
        { To: null } => $"A code of the sort '{code.From}' is never negative",
        _ => $"A code of the sort '{code.From}' is compared with one of '{code.To}', whose numbers mean other things",
    };

    private static string TypeName(ITypeSymbol type) => type.SpecialType == SpecialType.System_Int32 ? "int" : type.Name;

    protected override void Describe(Finding finding, ContractTable contracts, ImmutableDictionary<string, string?>.Builder properties) =>
        properties[DiagnosticProperties.Use] = finding.Conversion?.Sibling.Name ?? finding.Code?.Converter?.Method.Name;

    protected override IEnumerable<(Location Location, string Text)> Places(Finding finding)
    {
        if (finding.Conversion is { } conversion)
        {
            yield return (conversion.Call.GetLocation(), "this is the answer");
        }
    }
}
