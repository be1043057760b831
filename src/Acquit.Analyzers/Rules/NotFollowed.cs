using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ903: a method too large or tangled to follow.</summary>
internal sealed class NotFollowed : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.NotFollowed;

    public override bool Reads(FindingKind kind) => kind == FindingKind.GaveUp;

    protected override string Message(Finding finding, ContractTable contracts) =>
        "This is too large or tangled to follow; nothing is claimed about what it acquires and releases";

    protected override Location LocationOf(Finding finding) => finding.Node.GetFirstToken().GetLocation();
}
