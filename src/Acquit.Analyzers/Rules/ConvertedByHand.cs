using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ203: one sort of code becomes another by hand.</summary>
internal sealed class ConvertedByHand : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.ConvertedByHand;

    public override bool Reads(FindingKind kind) => kind == FindingKind.HandConversion;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var (call, sibling) = (finding.Method!, finding.Conversion!.Sibling);
        return finding.Conversion.IsTest
            ? $"'{call.Name}' answers with '{call.ReturnType.Name}', which is never negative; '{sibling.Name}' is the one that is tested so"
            : $"The answer of '{call.Name}' is turned into '{TypeName(sibling.ReturnType)}' by hand; '{sibling.Name}' answers with that already";
    }

    private static string TypeName(ITypeSymbol type) => type.SpecialType == SpecialType.System_Int32 ? "int" : type.Name;

    protected override void Describe(Finding finding, ContractTable contracts, ImmutableDictionary<string, string?>.Builder properties) =>
        properties[DiagnosticProperties.Use] = finding.Conversion!.Sibling.Name;

    protected override IEnumerable<(Location Location, string Text)> Places(Finding finding)
    {
        yield return (finding.Conversion!.Call.GetLocation(), "this is the answer");
    }
}
