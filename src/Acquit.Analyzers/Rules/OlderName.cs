using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ402: an operation is called by an older name.</summary>
internal sealed class OlderName : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.OlderName;

    public override bool Reads(FindingKind kind) => kind == FindingKind.OlderName;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var successor = finding.Successor!;
        var passing = successor.Passing.Tests.IsEmpty ? "" : $", and takes arguments for which '{ConditionWords.Of(successor.Passing, finding.Method!)}'";
        var because = BecauseWords.Of(successor.Because);
        return $"'{PathWords.Name(finding.Method!)}' is an older name; the operation is called '{successor.Name}' today{passing}{because}";
    }

    protected override void Describe(Finding finding, ContractTable contracts, ImmutableDictionary<string, string?>.Builder properties) =>
        properties[DiagnosticProperties.Use] = finding.Successor!.Name;
}
