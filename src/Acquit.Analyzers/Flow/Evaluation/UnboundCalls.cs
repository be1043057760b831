using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Calls that do not bind, since an argument is of a type that nobody has generated or referenced, say. One that names no other
/// object may run a member of this type, or a function of this body, and that may do anything with what it can name.
/// </summary>
internal static class UnboundCalls
{
    public static bool MayRunOwnCode(IOperation invalid, ISymbol? owner) => invalid.Syntax is InvocationExpressionSyntax call && call.Expression switch
    {
        SimpleNameSyntax => true,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } => true,
        MemberAccessExpressionSyntax { Expression: SimpleNameSyntax type } => type.Identifier.ValueText == owner?.ContainingType?.Name,
        _ => false,
    };

    /// <summary>Whatever others can name, and what functions of the body can, may be given back there.</summary>
    public static void Leave(IOperation call, World world, FlowContext context, Escapes escapes)
    {
        escapes.Escape(new Value(context.Symbols.Get(Origin.This), 0), world);
        escapes.Captured(world);
        escapes.Invalidate(call, world);
        world.Change(r => r is { Owned: false, Unsure: false }, r => r with { Unsure = true });
    }
}
