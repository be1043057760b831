using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ403: a loop releases one by one what another call releases at once.</summary>
internal sealed class ReleasedOneByOne : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.ReleasedOneByOne;

    public override bool Reads(FindingKind kind) => kind == FindingKind.ReleaseLoop;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var loop = finding.Loop!;
        var marks = loop.Marking is null ? "" : "marks as written and ";
        var all = loop.Marking is null ? "releases them all at once" : "does both for all of them at once";
        return $"This loop {marks}releases one after the other; '{loop.Batch.Method.Name}' {all}";
    }

    protected override void Describe(Finding finding, ContractTable contracts, ImmutableDictionary<string, string?>.Builder properties) =>
        properties[DiagnosticProperties.Use] = finding.Loop!.Batch.Method.Name;
}
