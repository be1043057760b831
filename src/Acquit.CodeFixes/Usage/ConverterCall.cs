using Acquit.Analyzers.Flow.Usage.Codes;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Usage;

/// <summary>Writes the call that turns a code into one of another sort, in place of what did so by hand.</summary>
internal static class ConverterCall
{
    public static IReadOnlyList<TextChange> Instead(AnalyzedFile file, SyntaxNode conversion, CodeByHand code)
    {
        var method = code.Converter!.Method;
        var name = Reachable(file, conversion, method);
        var call = $"{name}({code.Value})";
        if (code.OnSuccess is { } success)
        {
            call = $"{code.Value} == 0 ? {success} : {call}";
        }

        if (code.Ladder.Count == 0)
        {
            var isOperand = code.OnSuccess is not null && conversion.Parent is ExpressionSyntax;
            return new[] { new TextChange(conversion.Span, isOperand ? $"({call})" : call) };
        }

        return new[] { new TextChange(TextSpan.FromBounds(code.Ladder[0].SpanStart, code.Ladder[code.Ladder.Count - 1].Span.End), $"return {call};") };
    }

    // As short as it can be said there.
    private static string Reachable(AnalyzedFile file, SyntaxNode at, IMethodSymbol method)
    {
        var isInScope = file.Model.LookupSymbols(at.SpanStart, name: method.Name).Any(s => SymbolEqualityComparer.Default.Equals(s, method));
        return isInScope ? method.Name : $"{method.ContainingType.ToMinimalDisplayString(file.Model, at.SpanStart)}.{method.Name}";
    }
}
