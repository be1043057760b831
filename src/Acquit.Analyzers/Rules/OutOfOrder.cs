using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ109: resources that nest are released out of order.</summary>
internal sealed class OutOfOrder : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.OutOfOrder;

    public override bool Reads(FindingKind kind) => kind == FindingKind.OutOfOrder;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var inner = finding.Inner!;
        return $"The {KindWords.Noun(inner.Kind)} taken by '{PathWords.Name(inner.Site.Method)}' at line {PathWords.Line(inner.Site.Call.Syntax)} came later and is still held; the last one taken has to be released first";
    }

    protected override IEnumerable<(Location Location, string Text)> Places(Finding finding) =>
        PathWords.Steps(finding, (finding.Inner!.Site.Call.Syntax, finding.Inner.AcquiredAt, "taken later, and still held"));
}
