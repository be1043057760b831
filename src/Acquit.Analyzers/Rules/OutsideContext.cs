using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ202: called outside the only context it is for.</summary>
internal sealed class OutsideContext : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.OutsideContext;

    public override bool Reads(FindingKind kind) => kind == FindingKind.OutsideContext;

    protected override string Message(Finding finding, ContractTable contracts) =>
        $"{ContextWords.Subject(finding)} is for the context '{finding.Clause!.Context}' only, and this runs in '{finding.Context}'{ContextWords.Because(finding)}{ContextWords.Use(finding)}";

    protected override void Describe(Finding finding, ContractTable contracts, ImmutableDictionary<string, string?>.Builder properties) =>
        properties[DiagnosticProperties.Use] = finding.Clause!.Use;

    protected override IEnumerable<(Location Location, string Text)> Places(Finding finding) => ContextWords.Chain(finding);
}
