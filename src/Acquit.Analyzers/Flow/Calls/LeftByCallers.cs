using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// References that the callers of a method take before they call it, and give back nowhere after that: there may be one for the method to
/// give back besides its own. Asked only of what would be reported, and of methods whose callers are all in their type.
/// </summary>
internal static class LeftByCallers
{
    public static bool Has(string kind, FlowContext context)
    {
        if (context.Owner is not IMethodSymbol { ContainingType: { } type } method || !(method.DeclaredAccessibility == Accessibility.Private || method.MethodKind == MethodKind.LocalFunction))
        {
            return false;
        }

        return type.DeclaringSyntaxReferences
            .Select(r => r.GetSyntax(context.CancellationToken))
            .SelectMany(declaration => declaration.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => NameOf(call) == method.Name))
            .Any(call => IsMeant(call, method, context) && IsLeftOne(call, kind, context));
    }

    private static bool IsMeant(InvocationExpressionSyntax call, IMethodSymbol method, FlowContext context) =>
        CalledBy(call, context) is { } called && SymbolEqualityComparer.Default.Equals(called.OriginalDefinition, method.OriginalDefinition);

    private static bool IsLeftOne(InvocationExpressionSyntax call, string kind, FlowContext context)
    {
        var body = call.Ancestors().FirstOrDefault(n => n is MemberDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax);
        var others = body?.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(other => context.Contracts.Names.Contains(NameOf(other) ?? "")).ToList() ?? new();
        return others.Exists(other => other.Span.End <= call.SpanStart && ContractOf(other) is { } contract && contract.Acquires.Any(a => a.Kind == kind)) &&
               !others.Exists(other => other.SpanStart >= call.Span.End && ContractOf(other) is { } contract && contract.Releases.Any(r => r.Kind == kind));

        Contracts.MemberContract? ContractOf(InvocationExpressionSyntax other) => CalledBy(other, context) is { } called ? context.Contracts.Of(called) : null;
    }

    private static IMethodSymbol? CalledBy(InvocationExpressionSyntax call, FlowContext context) =>
        context.Summaries.Graphs.ModelOf(call.SyntaxTree).GetSymbolInfo(call, context.CancellationToken).Symbol as IMethodSymbol;

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Name: var name } => name.Identifier.ValueText,
        MemberBindingExpressionSyntax { Name: var name } => name.Identifier.ValueText,
        _ => null,
    };
}
