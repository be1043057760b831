using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.CodeFixes.Releasing;

/// <summary>What was acquired last is released first: finds the releases of earlier acquires that a new release goes before.</summary>
internal static class ReleaseOrder
{
    /// <summary>The first of the releases right before a statement that release what was acquired earlier, if there are any.</summary>
    public static StatementSyntax? PrecedingOf(StatementSyntax statement, Acquisition acquisition, AnalyzedFile file)
    {
        var siblings = statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => default,
        };
        return First(siblings.Take(siblings.IndexOf(statement)), acquisition, file);
    }

    /// <summary>The first of the releases at the end of a block that release what was acquired earlier, if there are any.</summary>
    public static StatementSyntax? TrailingIn(BlockSyntax block, Acquisition acquisition, AnalyzedFile file) =>
        First(block.Statements, acquisition, file);

    private static StatementSyntax? First(IEnumerable<StatementSyntax> statements, Acquisition acquisition, AnalyzedFile file) =>
        statements.Reverse().TakeWhile(s => ReleasesEarlier(s, acquisition, file)).LastOrDefault();

    private static bool ReleasesEarlier(StatementSyntax statement, Acquisition acquisition, AnalyzedFile file)
    {
        var inner = statement is IfStatementSyntax { Else: null } @if
            ? @if.Statement is BlockSyntax { Statements.Count: 1 } block ? block.Statements[0] : @if.Statement
            : statement;
        return inner is ExpressionStatementSyntax { Expression: var expression } &&
               Released(expression, file) is { } released &&
               IsAcquiredBefore(released, acquisition, file);
    }

    private static (string Holder, string Kind)? Released(ExpressionSyntax expression, AnalyzedFile file)
    {
        if (file.Model.GetOperation(expression, file.CancellationToken) is not IInvocationOperation call ||
            file.Contracts.Of(call.TargetMethod)?.Releases.FirstOrDefault() is not { } clause)
        {
            return null;
        }

        return CallSyntax.Target(call, clause.Target) is { } holder ? (holder.ToString(), clause.Kind) : null;
    }

    private static bool IsAcquiredBefore((string Holder, string Kind) released, Acquisition acquisition, AnalyzedFile file)
    {
        var member = acquisition.Call.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? file.Root;
        return member.DescendantNodes()
            .OfType<ExpressionSyntax>()
            .Where(e => e is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax && Takes(e, released, file))
            .All(a => a.SpanStart < acquisition.Call.SpanStart);
    }

    private static bool Takes(ExpressionSyntax call, (string Holder, string Kind) released, AnalyzedFile file) =>
        file.Model.GetSymbolInfo(call, file.CancellationToken).Symbol is IMethodSymbol method &&
        file.Contracts.Of(method) is { } contract &&
        contract.Acquires.Any(a => a.Kind == released.Kind && Acquisition.Of(file, call, method, a)?.Holder?.ToString() == released.Holder);
}
