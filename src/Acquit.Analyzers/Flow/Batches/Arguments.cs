using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>What a call is written to pass.</summary>
internal static class Arguments
{
    /// <summary>What is passed for a parameter; null when it is left out.</summary>
    public static ExpressionSyntax? Of(InvocationExpressionSyntax call, IMethodSymbol method, int ordinal)
    {
        var arguments = call.ArgumentList.Arguments;
        var name = method.Parameters[ordinal].Name;
        return arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == name)?.Expression ??
            (ordinal < arguments.Count && arguments[ordinal].NameColon is null ? arguments[ordinal].Expression : null);
    }
}
