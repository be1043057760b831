using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>Calls that wait, and throw without having got anything when the token that they were given is cancelled.</summary>
internal static class Cancelling
{
    public static bool IsPossible(IOperation? call) =>
        call is IInvocationOperation invocation && invocation.Arguments.Any(a => a.ArgumentKind == ArgumentKind.Explicit && IsToken(a.Parameter?.Type) && !IsNone(Evaluator.Unwrap(a.Value)));

    private static bool IsToken(ITypeSymbol? type) =>
        type is { Name: nameof(CancellationToken), ContainingNamespace: { Name: nameof(System.Threading), ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } } };

    private static bool IsNone(IOperation token) =>
        token is IDefaultValueOperation or IObjectCreationOperation or IPropertyReferenceOperation { Property: { IsStatic: true, Name: nameof(CancellationToken.None) } };
}
