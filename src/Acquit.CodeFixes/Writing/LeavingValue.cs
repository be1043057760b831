using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Writing;

/// <summary>What a statement leaves with, computed before something else is done and kept in a variable meanwhile.</summary>
internal static class LeavingValue
{
    /// <summary>The lines between the value of a return or throw statement and its leaving; null where that cannot be written.</summary>
    public static IReadOnlyList<TextChange>? KeptIn(StatementSyntax statement, ExpressionSyntax value, IReadOnlyList<string> lines, AnalyzedFile file) =>
        TypeOf(value, file) is { } type
            ? new Insertion(file).BeforeLeaving(statement, value, type, FreeName(statement is ReturnStatementSyntax ? "result" : "exception", statement, file), lines)
            : null;

    // A type of its own makes it 'var'; what only its target gives a type is written out.
    private static string? TypeOf(ExpressionSyntax value, AnalyzedFile file)
    {
        var info = file.Model.GetTypeInfo(value, file.CancellationToken);
        if (value is RefExpressionSyntax || info.ConvertedType is { IsRefLikeType: true })
        {
            return null;
        }

        return info.Type is not null && value is not (ImplicitObjectCreationExpressionSyntax or LiteralExpressionSyntax)
            ? "var"
            : info.ConvertedType?.ToMinimalDisplayString(file.Model, value.SpanStart);
    }

    private static string FreeName(string wish, StatementSyntax at, AnalyzedFile file)
    {
        var taken = (at.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? file.Root).DescendantTokens().Select(t => t.ValueText);
        var names = new HashSet<string>(taken.Concat(file.Model.LookupSymbols(at.SpanStart).Select(s => s.Name)), StringComparer.Ordinal);
        return Enumerable.Range(0, int.MaxValue).Select(i => i == 0 ? wish : wish + (i + 1)).First(n => !names.Contains(n));
    }
}
