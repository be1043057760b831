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
    /// <summary>Helpers of helpers whose return types change too.</summary>
    private const int MaxDepth = 3;

    /// <summary>Edits that rename the call and hand its answer on, where the code did nothing with it but convert it.</summary>
    /// <param name="rename">Null for the call of a helper, which keeps its name.</param>
    public static IEnumerable<IReadOnlyList<TextChange>> HandedOn(
        AnalyzedFile file, InvocationExpressionSyntax call, TextChange? rename, ITypeSymbol type, int depth = 0)
    {
        ExpressionSyntax value = call;
        while (value.Parent is ParenthesizedExpressionSyntax or AwaitExpressionSyntax)
        {
            value = (ExpressionSyntax)value.Parent;
        }

        if (value.Parent is ExpressionStatementSyntax or
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } })
        {
            return new[] { Just(rename) };
        }

        return InOneExpression(file, call, value, rename, type)
            .Concat(InStatements(file, call, value, rename, type))
            .Concat(InPassing(file, value, rename, type))
            .Concat(AsItIs(file, value, rename, type, depth))
            .Concat(ByHelper(file, value, rename, type, depth));
    }

    private static IReadOnlyList<TextChange> Just(TextChange? change) => change is { } one ? new[] { one } : Array.Empty<TextChange>();

    // `return (VmFault)Insert(…)`, `return Insert(…) == 0 ? VmFault.NoPage : VmFault.SigBus`, `=> ToFault(Insert(…))`
    private static IEnumerable<IReadOnlyList<TextChange>> InOneExpression(
        AnalyzedFile file, InvocationExpressionSyntax call, ExpressionSyntax value, TextChange? rename, ITypeSymbol type)
    {
        var converted = value;
        while (converted.Parent is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax or SwitchExpressionArmSyntax &&
               converted.Ancestors().OfType<ExpressionSyntax>().First() is var outer && Conversions.IsConversion(outer, converted, file))
        {
            converted = outer;
        }

        if (converted != value && Conversions.IsOf(type, converted, file) && !HasComments(converted, call) &&
            converted.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax or EqualsValueClauseSyntax
                or AssignmentExpressionSyntax)
        {
            yield return Narrowed(converted, call, rename);
        }
    }

    // `int err = Insert(…); if (err != 0) return VmFault.SigBus; return VmFault.NoPage;`
    private static IEnumerable<IReadOnlyList<TextChange>> InStatements(
        AnalyzedFile file, InvocationExpressionSyntax call, ExpressionSyntax value, TextChange? rename, ITypeSymbol type)
    {
        var statement = call.FirstAncestorOrSelf<StatementSyntax>();
        var name = value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } when Declares(statement, variable) =>
                variable.Identifier.ValueText,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax variable, Parent: ExpressionStatementSyntax } assignment when
                assignment.Right == value => variable.Identifier.ValueText,
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
        if (rest.Count == 0 || rest.Last() is not (ReturnStatementSyntax or SwitchStatementSyntax) ||
            !rest.All(s => Conversions.OnlyConverts(s, name, unknown, type, file)))
        {
            yield break;
        }

        var whole = TextSpan.FromBounds(statement.SpanStart, block.Statements.Last().Span.End);
        var comments = block.DescendantTrivia(whole)
            .Where(t => IsComment(t) && whole.Contains(t.Span) && !call.Span.Contains(t.Span))
            .ToList();
        if (comments.Any(c => c.IsDirective))
        {
            yield break;
        }

        // The comments told why; they stay.
        var layout = new Layout(file);
        var indent = layout.IndentAt(statement.SpanStart);
        var renamed = Renamed(file, call, rename);
        var answer = new TextChange(whole, string.Concat(comments.Select(c => c + layout.LineEnd + indent)) + $"return {renamed};");
        yield return Declaration(name, whole, block) is { } unused && new Removal(file).Of(unused) is { } removal
            ? new[] { removal, answer }
            : new[] { answer };
    }

    private static string Renamed(AnalyzedFile file, InvocationExpressionSyntax call, TextChange? rename)
    {
        var text = file.Text.ToString(call.Span);
        if (rename is not { } change)
        {
            return text;
        }

        var at = change.Span.Start - call.SpanStart;
        return text.Substring(0, at) + change.NewText + text.Substring(at + change.Span.Length);
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

    // `VmFault fault = Insert(…); if (fault != VmFault.NoPage) return -EFAULT;` and on: an errno says by itself which it is.
    private static IEnumerable<IReadOnlyList<TextChange>> InPassing(
        AnalyzedFile file, ExpressionSyntax value, TextChange? rename, ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Int32 &&
            value.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } &&
            variable.FirstAncestorOrSelf<StatementSyntax>() is LocalDeclarationStatementSyntax { Parent: BlockSyntax block } statement &&
            Declares(statement, variable) && statement.Declaration is var declaration &&
            block.Statements.SkipWhile(s => s != statement).Skip(1).FirstOrDefault() is IfStatementSyntax { Else: null } test &&
            test.Condition is BinaryExpressionSyntax { Left: IdentifierNameSyntax tested } comparison &&
            comparison.IsKind(SyntaxKind.NotEqualsExpression) && tested.Identifier.ValueText == variable.Identifier.ValueText &&
            Only(test.Statement) is ReturnStatementSyntax { Expression: { } error } &&
            file.Model.GetConstantValue(error, file.CancellationToken).Value is int and < 0 &&
            block.DescendantNodes().OfType<IdentifierNameSyntax>().Count(n => n.Identifier.ValueText == tested.Identifier.ValueText) == 1)
        {
            yield return Just(rename)
                .Append(new TextChange(declaration.Type.Span, declaration.Type.IsVar ? "var" : "int"))
                .Append(new TextChange(comparison.Right.Span, "0"))
                .Append(new TextChange(error.Span, tested.Identifier.Text))
                .ToList();
        }
    }

    private static bool Declares(StatementSyntax? statement, VariableDeclaratorSyntax variable) =>
        statement is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } only } && only[0] == variable;

    private static StatementSyntax Only(StatementSyntax statement) =>
        statement is BlockSyntax { Statements.Count: 1 } block ? block.Statements[0] : statement;

    // `private int Insert(…) => VmInsertPage(…)`: the helper answers as the sibling does, and so its callers hand that on.
    private static IEnumerable<IReadOnlyList<TextChange>> ByHelper(
        AnalyzedFile file, ExpressionSyntax value, TextChange? rename, ITypeSymbol type, int depth)
    {
        if (depth == MaxDepth || Helper(value) is not { } helper ||
            file.Model.GetDeclaredSymbol(helper, file.CancellationToken) is not { DeclaredAccessibility: Accessibility.Private } symbol)
        {
            yield break;
        }

        var answer = type.ToMinimalDisplayString(file.Model, helper.SpanStart);
        var changes = new List<TextChange>(Just(rename)) { new(helper.ReturnType.Span, answer) };
        foreach (var name in file.Root.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (name.Identifier.ValueText != helper.Identifier.ValueText ||
                !SymbolEqualityComparer.Default.Equals(file.Model.GetSymbolInfo(name, file.CancellationToken).Symbol, symbol))
            {
                continue;
            }

            ExpressionSyntax called = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
            if (called.Parent is not InvocationExpressionSyntax call ||
                HandedOn(file, call, null, type, depth + 1).FirstOrDefault() is not { } caller)
            {
                yield break;
            }

            changes.AddRange(caller);
        }

        yield return changes;
    }

    // The method whose only answer the expression is.
    private static MethodDeclarationSyntax? Helper(ExpressionSyntax value) => value.Parent switch
    {
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax method } => method,
        ReturnStatementSyntax { Parent: BlockSyntax { Parent: MethodDeclarationSyntax method } body } when
            !body.DescendantNodes().OfType<ReturnStatementSyntax>().Skip(1).Any() => method,
        _ => null,
    };

    // `var fault = Insert(…)`: the compiler tells whether it may be of another type; in the callers of helpers nobody asks it.
    private static IEnumerable<IReadOnlyList<TextChange>> AsItIs(
        AnalyzedFile file, ExpressionSyntax value, TextChange? rename, ITypeSymbol type, int depth)
    {
        var holdsAnything = value.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type.IsVar: true } } variable } &&
            !IsCompared(variable);
        var returns = value.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax &&
            (depth == 0 || SymbolEqualityComparer.Default.Equals(file.Model.GetTypeInfo(value, file.CancellationToken).ConvertedType, type));
        return holdsAnything || returns
            ? new[] { Just(rename) }
            : Enumerable.Empty<IReadOnlyList<TextChange>>();
    }

    // A zero compiles with either code, and means success in one of them only.
    private static bool IsCompared(VariableDeclaratorSyntax variable) =>
        variable.FirstAncestorOrSelf<BlockSyntax>()?.DescendantNodes().OfType<IdentifierNameSyntax>().Any(use =>
            use.Identifier.ValueText == variable.Identifier.ValueText &&
            use.Ancestors().First(a => a is not (ParenthesizedExpressionSyntax or CastExpressionSyntax))
                is BinaryExpressionSyntax or IsPatternExpressionSyntax or SwitchExpressionSyntax or SwitchStatementSyntax) == true;

    private static IReadOnlyList<TextChange> Narrowed(ExpressionSyntax outer, InvocationExpressionSyntax call, TextChange? rename) =>
        new[]
        {
            new TextChange(TextSpan.FromBounds(outer.SpanStart, call.SpanStart), ""),
            new TextChange(TextSpan.FromBounds(call.Span.End, outer.Span.End), ""),
        }.Where(c => c.Span.Length > 0).Concat(Just(rename)).ToList();

    private static bool HasComments(SyntaxNode outer, SyntaxNode except) =>
        outer.DescendantTrivia().Any(t => IsComment(t) && outer.Span.Contains(t.Span) && !except.Span.Contains(t.Span));

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) || trivia.IsDirective;
}
