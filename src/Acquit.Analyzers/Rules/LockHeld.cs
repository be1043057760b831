using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Locks;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ302: a lock that the callee may take itself, or that its callbacks take, is held.</summary>
internal sealed class LockHeld : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.LockHeld;

    public override bool Reads(FindingKind kind) => kind == FindingKind.LockHeld;

    protected override string Message(Finding finding, ContractTable contracts) => finding.Runs is { } handler
        ? $"{LockWords.Subject(finding)} may run {LockWords.Code(handler)}, which takes the {LockWords.Needed(finding)} that '{PathWords.Name(finding.Resource!.Site.Method)}' took at line {PathWords.Line(finding.Resource.Site.Call.Syntax)}"
        : finding.Standing == Standing.HeldByContract
        ? $"{LockWords.Subject(finding)} must not be called with the {LockWords.Needed(finding)} held, and the contract of this method says that its callers hold it{LockWords.Because(finding)}"
        : $"{LockWords.Subject(finding)} must not be called with the {LockWords.Needed(finding)} held, which '{PathWords.Name(finding.Resource!.Site.Method)}' took at line {PathWords.Line(finding.Resource.Site.Call.Syntax)}{LockWords.Because(finding)}";

    protected override IEnumerable<(Location Location, string Text)> Places(Finding finding) => LockWords.Chain(finding);
}
