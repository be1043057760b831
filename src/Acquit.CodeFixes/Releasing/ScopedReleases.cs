using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Releasing;

/// <summary>The releases that a scope – a finally block, a using – makes superfluous.</summary>
internal static class ScopedReleases
{
    /// <summary>
    /// Edits that remove them. Null when one of them is not the last thing done before an exit: released at the end of the scope
    /// instead, it would be held longer than it is now.
    /// </summary>
    /// <param name="outcomes">The variables that tell whether the acquire succeeded: a release may depend on them alone.</param>
    public static IReadOnlyList<TextChange>? Removed(
        IEnumerable<StatementSyntax> region, ExpressionSyntax holder, IReadOnlyCollection<string> outcomes, string kind, AnalyzedFile file)
    {
        var removal = new Removal(file);
        var changes = new List<TextChange>();
        var statements = region.ToList();
        foreach (var call in statements.SelectMany(s => s.DescendantNodes()).OfType<InvocationExpressionSyntax>())
        {
            if (!Releases(call, holder, kind, file))
            {
                continue;
            }

            if (call.Parent is not ExpressionStatementSyntax statement || !PlainRelease.Is(call, file) ||
                !IsLast(statement, statements.Last(), outcomes, s => IsPlain(s, file), file) || removal.Of(statement) is not { } change)
            {
                return null;
            }

            changes.Add(change);
        }

        return changes;
    }

    /// <summary>The releases in a region as they are written, each once.</summary>
    public static IReadOnlyList<string> Written(IEnumerable<StatementSyntax> region, ExpressionSyntax holder, string kind, AnalyzedFile file) =>
        region.SelectMany(s => s.DescendantNodes()).OfType<InvocationExpressionSyntax>()
            .Where(call => Releases(call, holder, kind, file))
            .Select(call => call.ToString())
            .Distinct(StringComparer.Ordinal)
            .ToList();

    /// <summary>
    /// Whether each way out of a region has the release right before it. On what outlives the method, another way out may hold on
    /// to it on purpose.
    /// </summary>
    public static bool StandBeforeEveryExit(IReadOnlyList<StatementSyntax> region, ExpressionSyntax holder, string kind, AnalyzedFile file)
    {
        // By itself, or on condition that the acquire succeeded.
        static StatementSyntax Inner(StatementSyntax statement) => statement switch
        {
            IfStatementSyntax { Else: null } @if => Inner(@if.Statement),
            BlockSyntax { Statements.Count: 1 } block => Inner(block.Statements[0]),
            _ => statement,
        };

        static InvocationExpressionSyntax? Call(StatementSyntax statement) =>
            (Inner(statement) as ExpressionStatementSyntax)?.Expression as InvocationExpressionSyntax;

        bool IsRelease(StatementSyntax statement) => Call(statement) is { } call && Releases(call, holder, kind, file);

        bool Precedes(StatementSyntax exit) =>
            exit.Parent is BlockSyntax block && block.Statements.Take(block.Statements.IndexOf(exit)).Reverse()
                .TakeWhile(s => Call(s) is not null)
                .Any(IsRelease);

        var exits = region
            .SelectMany(s => s.DescendantNodesAndSelf(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
            .OfType<StatementSyntax>()
            .Where(s => s is ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax)
            .ToList();
        var last = region.Last();
        return exits.All(Precedes) && (last is ReturnStatementSyntax or ThrowStatementSyntax || IsRelease(last));
    }

    /// <summary>Whether a call releases what a holder names.</summary>
    public static bool Releases(InvocationExpressionSyntax call, ExpressionSyntax? holder, string kind, AnalyzedFile file)
    {
        if (file.Model.GetOperation(call, file.CancellationToken) is not IInvocationOperation operation ||
            file.Contracts.Of(operation.TargetMethod) is not { } contract)
        {
            return false;
        }

        return contract.Releases.Any(r => r.Kind == kind && CallSyntax.Target(operation, r.Target)?.ToString() == holder?.ToString());
    }

    /// <summary>Whether a release is the last thing done before an exit.</summary>
    /// <param name="lastOfAll">The last statement of the scope.</param>
    /// <param name="isRelease">What may stand between: other releases.</param>
    public static bool IsLast(
        StatementSyntax release, StatementSyntax lastOfAll, IReadOnlyCollection<string> outcomes, Func<StatementSyntax, bool> isRelease, AnalyzedFile file)
    {
        StatementSyntax whole = release;
        while (whole.Parent is IfStatementSyntax { Else: null } or
               BlockSyntax { Statements.Count: 1, Parent: IfStatementSyntax { Else: null } })
        {
            if (whole.Parent is IfStatementSyntax @if &&
                !@if.Condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().All(n => outcomes.Contains(n.Identifier.ValueText)))
            {
                return false;
            }

            whole = (StatementSyntax)whole.Parent;
        }

        if (whole == lastOfAll || whole.Parent is not BlockSyntax block)
        {
            return whole == lastOfAll;
        }

        // Between the release and the exit only other releases, and nothing computed.
        foreach (var next in block.Statements.Skip(block.Statements.IndexOf(whole) + 1))
        {
            switch (next)
            {
                case ReturnStatementSyntax { Expression: var value }:
                    return value is null || Evaluation.IsIndependent(value, file);
                case ThrowStatementSyntax { Expression: var exception }:
                    return exception is null || Evaluation.IsIndependent(exception, file);
                case var other when isRelease(other):
                    continue;
                default:
                    return false;
            }
        }

        return block.Statements.Last() == lastOfAll;
    }

    private static bool IsPlain(StatementSyntax statement, AnalyzedFile file) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } && PlainRelease.Is(call, file);
}
