using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.CodeFixes.Writing;

/// <summary>Tells code that converts one kind of error code into another by hand from code that does something.</summary>
internal static class Conversions
{
    /// <summary>Whether a statement does nothing but choose an answer of the type by the error.</summary>
    /// <param name="name">The variable that holds the error, or</param>
    /// <param name="tested">the expression that is it.</param>
    public static bool OnlyConverts(StatementSyntax statement, string? name, ExpressionSyntax? tested, ITypeSymbol type, AnalyzedFile file)
    {
        bool Inner(StatementSyntax inner) => OnlyConverts(inner, name, tested, type, file);
        return statement switch
        {
            ReturnStatementSyntax { Expression: { } answer } => IsOf(type, answer, file) && IsMadeOf(answer, name, tested, file),
            IfStatementSyntax @if =>
                IsMadeOf(@if.Condition, name, tested, file) && Inner(@if.Statement) && (@if.Else is null || Inner(@if.Else.Statement)),
            BlockSyntax block => block.Statements.All(Inner),
            SwitchStatementSyntax @switch => IsMadeOf(@switch.Expression, name, tested, file) && @switch.Sections.All(s => s.Statements.All(Inner)),
            _ => false,
        };
    }

    /// <summary>Whether an expression does nothing but turn another one into something else.</summary>
    public static bool IsConversion(ExpressionSyntax outer, ExpressionSyntax inner, AnalyzedFile file) =>
        outer is not (AssignmentExpressionSyntax or AnonymousFunctionExpressionSyntax) && IsMadeOf(outer, null, inner, file);

    // Constants, the error, and pure-looking calls that are given the error: a conversion of one code into the other.
    private static bool IsMadeOf(ExpressionSyntax expression, string? name, ExpressionSyntax? tested, AnalyzedFile file)
    {
        if (expression == tested || file.Model.GetConstantValue(expression, file.CancellationToken).HasValue)
        {
            return true;
        }

        bool Is(ExpressionSyntax e) => IsMadeOf(e, name, tested, file);
        return expression switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
            ParenthesizedExpressionSyntax p => Is(p.Expression),
            CastExpressionSyntax c => Is(c.Expression),
            PrefixUnaryExpressionSyntax p => Counting.Counted(p) is null && !p.IsKind(SyntaxKind.PointerIndirectionExpression) && Is(p.Operand),
            BinaryExpressionSyntax b => Is(b.Left) && Is(b.Right),
            ConditionalExpressionSyntax c => Is(c.Condition) && Is(c.WhenTrue) && Is(c.WhenFalse),
            IsPatternExpressionSyntax p => Is(p.Expression),
            SwitchExpressionSyntax s => Is(s.GoverningExpression) && s.Arms.All(a => a.WhenClause is null && Is(a.Expression)),
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } only } call =>
                Is(only[0].Expression) && file.Model.GetSymbolInfo(call, file.CancellationToken).Symbol is IMethodSymbol { IsStatic: true },
            _ => false,
        };
    }

    public static bool IsOf(ITypeSymbol type, ExpressionSyntax expression, AnalyzedFile file)
    {
        var info = file.Model.GetTypeInfo(expression, file.CancellationToken);
        return SymbolEqualityComparer.Default.Equals(info.Type, type) || SymbolEqualityComparer.Default.Equals(info.ConvertedType, type);
    }
}
