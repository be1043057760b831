using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.CodeFixes.Writing;

/// <summary>Whether it matters when an expression is evaluated.</summary>
internal static class Evaluation
{
    /// <summary>
    /// Whether the expression yields the same before and after a release: made of constants and of variables of the method. What
    /// is called, read from an object or looked up in memory may be what was released.
    /// </summary>
    public static bool IsIndependent(ExpressionSyntax expression, AnalyzedFile file)
    {
        if (file.Model.GetConstantValue(expression, file.CancellationToken).HasValue)
        {
            return true;
        }

        return expression switch
        {
            LiteralExpressionSyntax or DefaultExpressionSyntax or TypeOfExpressionSyntax or ThisExpressionSyntax => true,
            IdentifierNameSyntax or MemberAccessExpressionSyntax => IsVariable(expression, file),
            ParenthesizedExpressionSyntax p => IsIndependent(p.Expression, file),
            PrefixUnaryExpressionSyntax p => !p.IsKind(SyntaxKind.PointerIndirectionExpression) && IsIndependent(p.Operand, file),
            PostfixUnaryExpressionSyntax p => IsIndependent(p.Operand, file),
            CastExpressionSyntax c => IsIndependent(c.Expression, file),
            CheckedExpressionSyntax c => IsIndependent(c.Expression, file),
            BinaryExpressionSyntax b => IsIndependent(b.Left, file) &&
                (b.IsKind(SyntaxKind.IsExpression) || b.IsKind(SyntaxKind.AsExpression) || IsIndependent(b.Right, file)),
            ConditionalExpressionSyntax c =>
                IsIndependent(c.Condition, file) && IsIndependent(c.WhenTrue, file) && IsIndependent(c.WhenFalse, file),
            TupleExpressionSyntax t => t.Arguments.All(a => IsIndependent(a.Expression, file)),
            BaseObjectCreationExpressionSyntax { Initializer: null } creation => IsIndependent(creation, file),
            InterpolatedStringExpressionSyntax text => text.Contents.OfType<InterpolationSyntax>().All(i => IsPlain(i.Expression, file)),
            _ => false,
        };
    }

    // An exception, say: made of texts, numbers and another exception.
    private static bool IsIndependent(BaseObjectCreationExpressionSyntax creation, AnalyzedFile file) =>
        creation.ArgumentList?.Arguments.All(a => IsPlain(a.Expression, file)) != false;

    private static bool IsPlain(ExpressionSyntax expression, AnalyzedFile file) =>
        IsIndependent(expression, file) && file.Model.GetTypeInfo(expression, file.CancellationToken).Type is var type &&
        (type is null or { TypeKind: TypeKind.Enum } or { SpecialType: not (SpecialType.None or SpecialType.System_Object) } || IsException(type));

    private static bool IsException(ITypeSymbol type)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (t.Name == nameof(Exception) && t.ContainingNamespace is { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsVariable(ExpressionSyntax name, AnalyzedFile file) =>
        file.Model.GetSymbolInfo(name, file.CancellationToken).Symbol switch
        {
            ILocalSymbol { RefKind: RefKind.None } => true,
            IParameterSymbol parameter => parameter.RefKind == RefKind.None,
            IFieldSymbol field => field.IsConst || (field.IsStatic && field.IsReadOnly),
            _ => false,
        };
}
