using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ201: called in a context it is not allowed in.</summary>
internal sealed class ForbiddenContext : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.ForbiddenContext;

    public override bool Reads(FindingKind kind) => kind == FindingKind.ForbiddenContext;

    protected override string Message(Finding finding, ContractTable contracts) =>
        $"{ContextWords.Subject(finding)} must not be called in the context '{finding.Context}'{ContextWords.Because(finding)}{ContextWords.Use(finding)}";

    protected override void Describe(Finding finding, ContractTable contracts, ImmutableDictionary<string, string?>.Builder properties) =>
        properties[DiagnosticProperties.Use] = finding.Clause!.Use;

    protected override IEnumerable<(Location Location, string Text)> Places(Finding finding) => ContextWords.Chain(finding);
}
