using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ108: kept in a field that no code of the type releases.</summary>
internal sealed class NeverReleased : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.NeverReleased;

    public override bool Reads(FindingKind kind) => kind is FindingKind.KeptForEver;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var releases = ReleaseNames.Of(finding.Resource!, contracts);
        var advice = releases.IsEmpty ? "" : $"; release {PathWords.It(finding.Resource!)} with '{releases[0]}' when the object is closed";
        return $"{PathWords.Held(finding.Resource!)} kept in '{finding.Field!.Name}', which no code of '{finding.Field.ContainingType.Name}' ever releases{advice}";
    }
}
