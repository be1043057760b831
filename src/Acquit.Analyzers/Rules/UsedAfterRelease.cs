using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Rules;

/// <summary>ACQ105: used after release.</summary>
internal sealed class UsedAfterRelease : FindingRule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.UsedAfterRelease;

    public override bool Reads(FindingKind kind) => kind == FindingKind.UsedAfterRelease;

    protected override string Message(Finding finding, ContractTable contracts)
    {
        var resource = finding.Resource!;
        var where = resource.ReleasedAt is { } release ? $" at line {PathWords.Line(release.Syntax)}" : "";
        var what = resource.Foreign
            ? $"This {KindWords.Noun(resource.Kind)}"
            : $"The {KindWords.Noun(resource.Kind)} taken by '{PathWords.Name(resource.Site.Method)}'";
        return IsReturned(finding) ? $"{what} is returned here, and released{where} before the caller gets it{PathWords.After(finding)}" : $"{what} is used here after it was released{where}{PathWords.After(finding)}";
    }
    /// <summary>Whether it is handed to the caller, and a finally block releases it on the way out.</summary>
    public static bool IsReturned(Finding finding) =>
        finding is { Method: null, Resource.ReleasedAt.Syntax: var release } &&
        release.FirstAncestorOrSelf<FinallyClauseSyntax>() is { Parent: TryStatementSyntax @try } && @try.Block.Span.Contains(finding.Node.Span) &&
        (finding.Node is ReturnStatementSyntax || finding.Node.Ancestors().OfType<StatementSyntax>().FirstOrDefault() is ReturnStatementSyntax);
}
