using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Throwing;

/// <summary>Exceptions by which code says that it never comes to where they are thrown: nobody has anything to give back there.</summary>
internal static class Unthinkable
{
    // The class library has a type for this; and where none of the arms of a switch fits, the compiler throws by itself.
    public static bool Is(IOperation thrown) => Evaluator.Unwrap(thrown) switch
    {
        IObjectCreationOperation { Type: { Name: "UnreachableException", ContainingNamespace: { Name: "Diagnostics", ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } } } } => true,
        { IsImplicit: true, Syntax: SwitchExpressionSyntax } => true,
        _ => false,
    };
}
