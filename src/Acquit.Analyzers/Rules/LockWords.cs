using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Rules;

/// <summary>The words in which it is told what a call needs to be held.</summary>
internal static class LockWords
{
    /// <summary>"'GetUserPages'", or "'GetUserPages', which this call comes to at line 12," when a helper is between.</summary>
    public static string Subject(Finding finding) => finding.Chain.IsEmpty
        ? $"'{PathWords.Name(finding.Method!)}'"
        : $"'{PathWords.Name(finding.Method!)}', which this call comes to at line {PathWords.Line(finding.Chain[finding.Chain.Length - 1])},";

    /// <summary>"mmap lock of 'mm'".</summary>
    public static string Needed(Finding finding) =>
        finding.Holder is { Length: > 0 and < 40 } holder ? $"{KindWords.Noun(finding.Requirement!.Kind)} of '{holder}'" : KindWords.Noun(finding.Requirement!.Kind);

    /// <summary>"'Purge'", or "the lambda at line 12".</summary>
    public static string Code(IMethodSymbol handler) => handler.MethodKind == MethodKind.AnonymousFunction
        ? $"the lambda at line {PathWords.Line(handler.DeclaringSyntaxReferences[0].GetSyntax())}"
        : $"'{PathWords.Name(handler)}'";

    public static string Because(Finding finding) => BecauseWords.Of(finding.Requirement!.Because);

    public static string GivenBack(Finding finding) =>
        finding.Resource?.ReleasedAt is { } release ? $"was given back at line {PathWords.Line(release.Syntax)}" : "was given back on this path";

    public static IEnumerable<(Location Location, string Text)> Chain(Finding finding) =>
        PathWords.Steps(finding).Concat(finding.Chain.AddRange(finding.RunsThrough).Select(call => (call.GetLocation(), "calls")));
}
