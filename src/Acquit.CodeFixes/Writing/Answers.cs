using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Writing;

/// <summary>
/// Adapts the code around a call that comes to answer with another type: the errno that was converted into a fault code by hand is
/// a fault code now.
/// </summary>
internal static class Answers
{
    /// <summary>Edits that rename the call and hand its answer on, where the code did nothing with it but convert it.</summary>
    public static IEnumerable<IReadOnlyList<TextChange>> HandedOn(AnalyzedFile file, InvocationExpressionSyntax call, TextChange rename, ITypeSymbol type)
    {
        ExpressionSyntax value = call;
        while (value.Parent is ParenthesizedExpressionSyntax or AwaitExpressionSyntax)
        {
            value = (ExpressionSyntax)value.Parent;
        }

        if (value.Parent is ExpressionStatementSyntax or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } })
        {
            return new[] { new[] { rename } };
        }

        return InOneExpression(file, call, value, rename, type)
            .Concat(InStatements(file, call, value, rename, type))
            .Concat(AsItIs(call, value, rename));
    }

    // `return (VmFault)Insert(…)`, `return Insert(…) == 0 ? VmFault.NoPage : VmFault.SigBus`, `=> ToFault(Insert(…))`
    private static IEnumerable<IReadOnlyList<TextChange>> InOneExpression(
        AnalyzedFile file, InvocationExpressionSyntax call, ExpressionSyntax value, TextChange rename, ITypeSymbol type)
    {
        var converted = value;
        while (converted.Parent is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax or SwitchExpressionArmSyntax &&
               converted.Ancestors().OfType<ExpressionSyntax>().First() is var outer && IsConversion(outer, converted, file))
        {
            converted = outer;
        }

        if (converted != value && IsOf(type, converted, file) && !HasComments(converted, call) &&
            converted.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax)
        {
            yield return Narrowed(converted, call, rename);
        }
    }

    // `int err = Insert(…); if (err != 0) return VmFault.SigBus; return VmFault.NoPage;`
    private static IEnumerable<IReadOnlyList<TextChange>> InStatements(
        AnalyzedFile file, InvocationExpressionSyntax call, ExpressionSyntax value, TextChange rename, ITypeSymbol type)
    {
        var statement = call.FirstAncestorOrSelf<StatementSyntax>();
        var name = value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } } variable } =>
                variable.Identifier.ValueText,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax variable, Parent: ExpressionStatementSyntax } assignment when assignment.Right == value =>
                variable.Identifier.ValueText,
            _ => null,
        };
        var isTested = name is null && statement is IfStatementSyntax @if && @if.Condition.Span.Contains(call.Span);
        if (statement?.Parent is not BlockSyntax block || (name is null && !isTested))
        {
            yield break;
        }

        var index = block.Statements.IndexOf(statement);
        var rest = block.Statements.Skip(isTested ? index : index + 1).ToList();
        var unknown = isTested ? value : null;
        if (rest.Count == 0 || !rest.All(s => OnlyConverts(s, name, unknown, type, file)) || rest.Last() is not (ReturnStatementSyntax or SwitchStatementSyntax))
        {
            yield break;
        }

        var whole = TextSpan.FromBounds(statement.SpanStart, block.Statements.Last().Span.End);
        var comments = block.DescendantTrivia(whole).Where(t => IsComment(t) && whole.Contains(t.Span) && !call.Span.Contains(t.Span)).ToList();
        if (comments.Any(c => c.IsDirective))
        {
            yield break;
        }

        // The comments told why; they stay.
        var layout = new Layout(file);
        var indent = layout.IndentAt(statement.SpanStart);
        var text = file.Text.ToString(call.Span);
        var at = rename.Span.Start - call.SpanStart;
        var renamed = text.Substring(0, at) + rename.NewText + text.Substring(at + rename.Span.Length);
        var answer = new TextChange(whole, string.Concat(comments.Select(c => c + layout.LineEnd + indent)) + $"return {renamed};");
        yield return Declaration(name, whole, block) is { } unused && new Removal(file).Of(unused) is { } removal
            ? new[] { removal, answer }
            : new[] { answer };
    }

    // `int err;` above, which nobody needs any more.
    private static LocalDeclarationStatementSyntax? Declaration(string? name, TextSpan used, BlockSyntax block)
    {
        var member = block.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        var declaration = member?.DescendantNodes().OfType<LocalDeclarationStatementSyntax>().FirstOrDefault(d =>
            d.Declaration.Variables.Count == 1 && d.Declaration.Variables[0].Identifier.ValueText == name && !used.Contains(d.Span));
        return declaration?.Declaration.Variables[0].Initializer?.Value is null or LiteralExpressionSyntax &&
               !member!.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == name && !used.Contains(n.Span))
            ? declaration
            : null;
    }

    // `var fault = Insert(…)`: the compiler tells whether it may be of another type.
    private static IEnumerable<IReadOnlyList<TextChange>> AsItIs(InvocationExpressionSyntax call, ExpressionSyntax value, TextChange rename)
    {
        var holdsAnything = value.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type.IsVar: true } } };
        return holdsAnything || value.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax
            ? new[] { new[] { rename } }
            : Enumerable.Empty<IReadOnlyList<TextChange>>();
    }

    private static IReadOnlyList<TextChange> Narrowed(ExpressionSyntax outer, InvocationExpressionSyntax call, TextChange rename) =>
        new[]
        {
            new TextChange(TextSpan.FromBounds(outer.SpanStart, call.SpanStart), ""), rename,
            new TextChange(TextSpan.FromBounds(call.Span.End, outer.Span.End), ""),
        }.Where(c => c.Span.Length > 0).ToList();

    private static bool OnlyConverts(StatementSyntax statement, string? name, ExpressionSyntax? tested, ITypeSymbol type, AnalyzedFile file) => statement switch
    {
        ReturnStatementSyntax { Expression: { } answer } => IsOf(type, answer, file) && IsMadeOf(answer, name, tested, file),
        IfStatementSyntax @if => IsMadeOf(@if.Condition, name, tested, file) && OnlyConverts(@if.Statement, name, tested, type, file) &&
                                 (@if.Else is null || OnlyConverts(@if.Else.Statement, name, tested, type, file)),
        BlockSyntax block => block.Statements.All(s => OnlyConverts(s, name, tested, type, file)),
        SwitchStatementSyntax @switch => IsMadeOf(@switch.Expression, name, tested, file) &&
                                         @switch.Sections.All(section => section.Statements.All(s => OnlyConverts(s, name, tested, type, file))),
        _ => false,
    };

    private static bool IsConversion(ExpressionSyntax outer, ExpressionSyntax inner, AnalyzedFile file) =>
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
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression or (int)SyntaxKind.LogicalNotExpression or (int)SyntaxKind.BitwiseNotExpression } p =>
                Is(p.Operand),
            BinaryExpressionSyntax b => Is(b.Left) && Is(b.Right),
            ConditionalExpressionSyntax c => Is(c.Condition) && Is(c.WhenTrue) && Is(c.WhenFalse),
            IsPatternExpressionSyntax p => Is(p.Expression),
            SwitchExpressionSyntax s => Is(s.GoverningExpression) && s.Arms.All(a => a.WhenClause is null && Is(a.Expression)),
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } only } call =>
                Is(only[0].Expression) && file.Model.GetSymbolInfo(call, file.CancellationToken).Symbol is IMethodSymbol { IsStatic: true },
            _ => false,
        };
    }

    private static bool IsOf(ITypeSymbol type, ExpressionSyntax expression, AnalyzedFile file)
    {
        var info = file.Model.GetTypeInfo(expression, file.CancellationToken);
        return SymbolEqualityComparer.Default.Equals(info.Type, type) || SymbolEqualityComparer.Default.Equals(info.ConvertedType, type);
    }

    private static bool HasComments(SyntaxNode outer, SyntaxNode except) =>
        outer.DescendantTrivia().Any(t => IsComment(t) && outer.Span.Contains(t.Span) && !except.Span.Contains(t.Span));

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) || trivia.IsDirective;
}
