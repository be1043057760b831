using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>Calls whose answer nobody looks at.</summary>
internal static class UnaskedAnswers
{
    /// <summary>Whether the result is dropped, or goes into a variable that nothing reads.</summary>
    public static bool Has(IOperation call, FlowContext context)
    {
        // Of a task, what it yields when it is awaited.
        var answer = call;
        while (answer.Parent is IAwaitOperation || (answer.Parent is IInvocationOperation { TargetMethod: { Name: "ConfigureAwait", ContainingType: var type }, Instance: var task } && task == answer && ClassLibrary.Has(type)))
        {
            answer = answer.Parent;
        }

        return answer.Parent is IExpressionStatementOperation ||
               (answer.Parent is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: { RefKind: RefKind.None } kept }, Parent: null or IExpressionStatementOperation } && !IsRead(kept, context));
    }

    /// <summary>Whether a symbol is an answer of a call, its result or what it leaves in a variable, and nobody looks at that.</summary>
    public static bool Is(SymbolInfo symbol, IOperation call, FlowContext context) =>
        symbol.Origin is Origin.Result or Origin.Acquired && symbol.Operation == call &&
        (symbol.Variant < Evaluator.Generations ? Has(call, context) : call is IInvocationOperation told && IsLeftUnread(told, (symbol.Variant / Evaluator.Generations) - 1, context));

    private static bool IsLeftUnread(IInvocationOperation call, int ordinal, FlowContext context) =>
        !ClassLibrary.ReturnsWithTheLock(call.TargetMethod) &&
        call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == ordinal)?.Value switch
        {
            IDiscardOperation => true,
            ILocalReferenceOperation { Local: { RefKind: RefKind.None } told } => !context.Captured.Contains(told) && !IsRead(told, context, call.Syntax),
            _ => false,
        };

    private static bool IsRead(ILocalSymbol kept, FlowContext context, SyntaxNode? filledIn = null) => context.Root is not { } root || root.Descendants().Any(o =>
        o is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, kept) &&
        !(filledIn is not null && reference.Parent is IArgumentOperation { Parent.Syntax: var by } && by == filledIn) &&
        !(reference.Parent is ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } written && written.Target == reference));
}
