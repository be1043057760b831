using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.CodeFixes.Releasing;

/// <summary>Where in a call the code writes what its contract speaks of.</summary>
internal static class CallSyntax
{
    /// <summary>The name under which a call is made; null when it is made through an expression.</summary>
    public static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    /// <summary>What is passed for a parameter; null when it is left out.</summary>
    public static ExpressionSyntax? Argument(ImmutableArray<IArgumentOperation> arguments, int ordinal)
    {
        var written = arguments.FirstOrDefault(a => a.Parameter?.Ordinal == ordinal && a.ArgumentKind == ArgumentKind.Explicit);
        return (written?.Syntax as ArgumentSyntax)?.Expression;
    }

    /// <summary>What a clause is about: an argument, or what the call is made on.</summary>
    public static ExpressionSyntax? Target(IInvocationOperation call, Target target) => target.Kind switch
    {
        TargetKind.Parameter => Argument(call.Arguments, target.Ordinal),
        TargetKind.Receiver => call.Instance?.Syntax as ExpressionSyntax,
        _ => null,
    };
}
