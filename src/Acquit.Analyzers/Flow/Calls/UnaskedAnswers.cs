using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>Calls whose result nobody looks at.</summary>
internal static class UnaskedAnswers
{
    /// <summary>Whether the result is dropped, or goes into a variable that nothing reads.</summary>
    public static bool Has(IOperation call, FlowContext context) =>
        call.Parent is IExpressionStatementOperation ||
        (call.Parent is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: { RefKind: RefKind.None } kept }, Parent: null or IExpressionStatementOperation } && !IsRead(kept, context));

    private static bool IsRead(ILocalSymbol kept, FlowContext context) => context.Root is not { } root || root.Descendants().Any(o =>
        o is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, kept) &&
        !(reference.Parent is ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } written && written.Target == reference));
}
