using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// References that the callers of a method take before they call it, and give back nowhere after that: there may be one for the method to
/// give back besides its own. Asked only of what would be reported, and of methods whose callers are all in their type.
/// </summary>
internal static class LeftByCallers
{
    public static bool Has(string kind, FlowContext context) =>
        CallsOf(context).Any(call => Around(call, context) is var (before, after) && before.Exists(other => IsAcquire(other, kind, context)) && !after.Exists(other => IsRelease(other, kind, context)));

    /// <summary>Whether some other member of the type gives such a thing back that it has not taken.</summary>
    public static bool GiveBack(string kind, FlowContext context) =>
        context.Owner?.ContainingType is { } type && type.DeclaringSyntaxReferences
            .SelectMany(r => r.GetSyntax(context.CancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>())
            .Where(call => context.Contracts.Names.Contains(NamedCall.NameOf(call) ?? ""))
            .GroupBy(BodyOf)
            .Any(body => body.Key != context.Root?.Syntax && body.Any(call => IsRelease(call, kind, context)) && !body.Any(call => IsAcquire(call, kind, context)));

    private static IEnumerable<InvocationExpressionSyntax> CallsOf(FlowContext context) =>
        context.Owner is IMethodSymbol { ContainingType: { } type } method && (method.DeclaredAccessibility == Accessibility.Private || method.MethodKind == MethodKind.LocalFunction)
            ? type.DeclaringSyntaxReferences
                .Select(r => r.GetSyntax(context.CancellationToken))
                .SelectMany(declaration => declaration.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => NamedCall.NameOf(call) == method.Name))
                .Where(call => IsMeant(call, method, context))
            : Enumerable.Empty<InvocationExpressionSyntax>();

    private static bool IsMeant(InvocationExpressionSyntax call, IMethodSymbol method, FlowContext context) =>
        CalledBy(call, context) is { } called && SymbolEqualityComparer.Default.Equals(called.OriginalDefinition, method.OriginalDefinition);

    // Calls of what has a contract, before and after it in the same body.
    private static (List<InvocationExpressionSyntax> Before, List<InvocationExpressionSyntax> After) Around(InvocationExpressionSyntax call, FlowContext context)
    {
        var others = BodyOf(call)?.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(other => context.Contracts.Names.Contains(NamedCall.NameOf(other) ?? "")).ToList() ?? new();
        return (others.FindAll(other => other.Span.End <= call.SpanStart), others.FindAll(other => other.SpanStart >= call.Span.End));
    }

    private static SyntaxNode? BodyOf(InvocationExpressionSyntax call) =>
        call.Ancestors().FirstOrDefault(n => n is MemberDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax);

    private static bool IsAcquire(InvocationExpressionSyntax call, string kind, FlowContext context) => ContractOf(call, context)?.Acquires.Any(a => a.Kind == kind) == true;

    private static bool IsRelease(InvocationExpressionSyntax call, string kind, FlowContext context) => ContractOf(call, context)?.Releases.Any(r => r.Kind == kind) == true;

    private static Contracts.MemberContract? ContractOf(InvocationExpressionSyntax call, FlowContext context) => CalledBy(call, context) is { } called ? context.Contracts.Of(called) : null;

    private static IMethodSymbol? CalledBy(InvocationExpressionSyntax call, FlowContext context) =>
        context.Summaries.Graphs.ModelOf(call.SyntaxTree).GetSymbolInfo(call, context.CancellationToken).Symbol as IMethodSymbol;
}
