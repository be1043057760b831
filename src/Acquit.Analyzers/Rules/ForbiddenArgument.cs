using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ401: an argument is one that the contract forbids.</summary>
internal sealed class ForbiddenArgument : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.ForbiddenArgument;

    public override bool Reads(FindingKind kind) => kind == FindingKind.ForbiddenArgument;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var clause = finding.Forbidden!;
        var because = BecauseWords.Of(clause.Because);
        var use = clause.Use is { Length: > 0 } api ? $"; call '{api}' instead" : "";
        return $"'{PathWords.Name(finding.Method!)}' must not be called with '{ConditionWords.Of(clause.When, finding.Method!)}'{because}{use}";
    }

    protected override void Describe(Finding finding, ContractTable contracts, ImmutableDictionary<string, string?>.Builder properties) =>
        properties[DiagnosticProperties.Use] = finding.Forbidden!.Use;
}
