using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ902: a body that does otherwise than the contract of its method says.</summary>
internal sealed class BrokenContract : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.BrokenContract;

    public override bool Reads(FindingKind kind) => kind == FindingKind.BrokenContract;

    protected override Location LocationOf(Finding finding) =>
        finding.Exit is { } exit && exit.Node == finding.Node ? exit.Location : finding.Node.GetLocation();

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var breach = finding.Breach!;
        var says = $"The contract of '{PathWords.Name(breach.Method)}' says that it ";
        var one = KindWords.One(breach.Kind);
        return breach.Sort switch
        {
            BreachKind.NotReleased when breach.IsConsumed =>
                $"{says}takes over {Released(finding)}{When(breach)}; neither kept nor released when {Exit(finding)}",
            BreachKind.NotReleased =>
                $"{says}releases {Released(finding)}{When(breach)}; still held when {Exit(finding)}",
            BreachKind.ReleasedBeyond =>
                $"{says}{(breach.IsConsumed ? "takes over" : "releases")} {Released(finding)} only when '{ConditionWords.Of(breach.When, breach.Method)}'; released here, and {Exit(finding)}",
            BreachKind.NotAcquired =>
                $"{says}acquires {one}{On(breach)}{When(breach)}; none is held when {Exit(finding)}",
            BreachKind.Undeclared =>
                $"{PathWords.Held(finding.Resource!)} {(breach.Target.IsReturn ? "returned" : $"left in {Name(breach)}")}, and the contract of '{PathWords.Name(breach.Method)}' does not say so{PathWords.After(finding)}; declare '{Declaration(breach)}'",
            BreachKind.BorrowReleased =>
                $"{says}borrows {Name(breach)}; {one} on it is released here{PathWords.After(finding)}",
            BreachKind.NotUndone =>
                $"{PathWords.Held(finding.Resource!)} kept along with the {KindWords.Noun(breach.Kind)} that '{PathWords.Name(finding.Method!)}' acquires; '{PathWords.Name(breach.Method)}', which releases that, does not release {PathWords.It(finding.Resource!)}",
            BreachKind.NeedsContext =>
                $"'{PathWords.Name(finding.Method!)}' must not be called in the context '{finding.Context}', and the contract of '{PathWords.Name(breach.Method)}' does not say that it must not either{ContextWords.Because(finding)}",
            BreachKind.NeedsLock =>
                $"{LockWords.Subject(finding)} needs the {LockWords.Needed(finding)}, and the contract of '{PathWords.Name(breach.Method)}' does not ask its callers to hold it{LockWords.Because(finding)}",
            _ => $"{says}borrows {Name(breach)}; '{breach.Field!.Name}' keeps it when {Exit(finding)}",
        };
    }

    protected override IEnumerable<(Location Location, string Text)> Places(Finding finding) =>
        PathWords.Steps(finding).Concat(finding.Chain.Select(call => (call.GetLocation(), "calls")));

    private static string Released(Finding finding) => finding.Resource!.IsContainer
        ? $"the {KindWords.Several(finding.Breach!.Kind)}{On(finding.Breach)}"
        : $"the {KindWords.Noun(finding.Breach!.Kind)}{On(finding.Breach)}";

    private static string Exit(Finding finding) => PathWords.Exit(finding.Exit!) + PathWords.After(finding);

    private static string When(Breach breach) =>
        breach.When.Tests.IsEmpty ? "" : $" when '{ConditionWords.Of(breach.When, breach.Method)}'";

    private static string On(Breach breach) => breach.Target.Kind switch
    {
        TargetKind.Parameter => $" on {Name(breach)}",
        TargetKind.Return => " as its result",
        _ => "",
    };

    private static string Name(Breach breach) => $"'{breach.Method.Parameters[breach.Target.Ordinal].Name}'";

    private static string Declaration(Breach breach) => $"[{(breach.Target.IsReturn ? "return: " : "")}Acquires(\"{breach.Kind}\")]";
}
