using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Batches;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ403: things are released in more steps than are needed.</summary>
internal sealed class ReleasedOneByOne : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.ReleasedOneByOne;

    public override bool Reads(FindingKind kind) => kind is FindingKind.ReleaseLoop or FindingKind.LookedUpToRelease or FindingKind.ReleasedApart;

    protected override string Message(Finding finding, ContractTable contracts) => finding switch
    {
        { Owning: { } owning } => Apart(owning, owning.Pairs[0]),
        { LookUp: { } lookUp } => LookedUp(lookUp),
        _ => Loop(finding.Loop!),
    };

    private static string Loop(ReleaseLoop loop)
    {
        var marks = loop.Marking is null ? "" : "marks as written and ";
        var all = loop.Marking is null ? "releases them all at once" : "does both for all of them at once";
        return $"This loop {marks}releases one after the other; '{loop.Batch.Method.Name}' {all}";
    }

    private static string LookedUp(LookUpLoop loop)
    {
        var instead = loop switch
        {
            { Direct: { } direct } => $"'{direct.Name}' does both",
            { AllAtOnce: { } all } => $"what was acquired can be kept, and released by '{all.Name}'",
            _ => "what was acquired can be kept",
        };
        return $"This loop looks up again by '{loop.Looker.Name}' what it releases by '{loop.Single.Name}'; {instead}";
    }

    private static string Apart(OwningForm owning, OwningPair pair)
    {
        var flag = owning.Maker.Parameters[owning.Flags].Type is INamedTypeSymbol { TypeKind: TypeKind.Enum } type
            ? Contracts.Binding.OperandTypes.Member(type, owning.Flag)
            : null;
        var again = pair.LookUp is { } lookUp ? $"is looked up again by '{lookUp.Looker.Name}' and released" : "is released";
        return $"What '{owning.Maker.Name}' was given {again} beside '{MethodOf(pair)}'; with '{flag ?? "its flag"}' it goes along, and '{owning.Release.Name}' releases both";
    }

    private static string MethodOf(OwningPair pair) => pair.Release.Expression switch
    {
        Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax access => access.Name.ToString(),
        var name => name.ToString(),
    };

    protected override IEnumerable<(Location Location, string Text)> Places(Finding finding) => finding.Owning is { } owning
        ? owning.Acquires.Select(a => (a.GetLocation(), "it is made here")).Concat(owning.Pairs.Select(p => (p.Release.GetLocation(), "it is released here")))
        : base.Places(finding);

    protected override void Describe(Finding finding, ContractTable contracts, ImmutableDictionary<string, string?>.Builder properties) =>
        properties[DiagnosticProperties.Use] = (finding.Owning?.Release ?? finding.LookUp?.Direct ?? finding.LookUp?.AllAtOnce ?? finding.Loop?.Batch.Method)?.Name;
}
