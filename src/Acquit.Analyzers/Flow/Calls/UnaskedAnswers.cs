using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>Calls whose result nobody looks at.</summary>
internal static class UnaskedAnswers
{
    /// <summary>Whether the result is dropped, or goes into a variable that nothing reads.</summary>
    public static bool Has(IOperation call, FlowContext context) => IsUnasked(Awaited(call), context);

    private static bool IsUnasked(IOperation call, FlowContext context) =>
        call.Parent is IExpressionStatementOperation ||
        (call.Parent is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: { RefKind: RefKind.None } kept }, Parent: null or IExpressionStatementOperation } && !IsRead(kept, context));

    // What is awaited where it is called is the answer, whatever is said of how to go on from there.
    private static IOperation Awaited(IOperation call) => call.Parent switch
    {
        IAwaitOperation await => await,
        IInvocationOperation { Instance: { } task, Parent: IAwaitOperation await } when task == call => await,
        _ => call,
    };

    private static bool IsRead(ILocalSymbol kept, FlowContext context) => context.Root is not { } root || root.Descendants().Any(o =>
        o is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, kept) &&
        !(reference.Parent is ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } written && written.Target == reference));
}
