using Acquit.Analyzers.Contracts;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.CodeFixes.Releasing;

/// <summary>Whether a resource may be given to somebody else in a stretch of code.</summary>
internal static class HandOver
{
    /// <summary>
    /// Whether the holder is only looked at, borrowed and released there. Anything else – stored, returned, captured, passed to
    /// code nobody described – may hand it over.
    /// </summary>
    public static bool IsExcluded(ExpressionSyntax holder, int from, int to, AnalyzedFile file)
    {
        if (to < from)
        {
            // Reached by coming round a loop; what happens on the way is everything.
            return false;
        }

        var text = Text(holder);
        var isPath = holder is IdentifierNameSyntax or MemberAccessExpressionSyntax;
        var first = holder.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().FirstOrDefault()?.Identifier.ValueText;
        return file.Root.DescendantNodes(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(from, to))
            .OfType<IdentifierNameSyntax>()
            .Where(n => n.SpanStart >= from && n.Span.End <= to)
            .Select(n => n.Parent is MemberAccessExpressionSyntax access && access.Name == n ? access : (ExpressionSyntax)n)
            .Where(e => isPath ? Text(e) == text : e is IdentifierNameSyntax name && name.Identifier.ValueText == first)
            .All(e => IsHarmless(e, file));
    }

    private static string Text(ExpressionSyntax path)
    {
        const string This = "this.";
        var text = path.ToString();
        return text.StartsWith(This, StringComparison.Ordinal) ? text.Substring(This.Length) : text;
    }

    private static bool IsHarmless(ExpressionSyntax mention, AnalyzedFile file)
    {
        if (mention.Ancestors().Any(a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        {
            return false;
        }

        switch (mention.Parent)
        {
            case ParenthesizedExpressionSyntax or CastExpressionSyntax or CheckedExpressionSyntax or
                PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } or PrefixUnaryExpressionSyntax:
                return IsHarmless((ExpressionSyntax)mention.Parent, file);
            case MemberAccessExpressionSyntax:
                // A slice is the same pages under another name.
                return mention.Parent.Parent is not InvocationExpressionSyntax call ||
                       file.Model.GetTypeInfo(call, file.CancellationToken).Type is not { IsRefLikeType: true } || IsHarmless(call, file);
            case ElementAccessExpressionSyntax element when element.Expression == mention:
                return IsHarmless(element, file);
            case BracketedArgumentListSyntax or ArgumentSyntax { Parent: BracketedArgumentListSyntax }:
                return true;
            case BinaryExpressionSyntax binary:
                return !binary.IsKind(SyntaxKind.CoalesceExpression);
            case IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } }:
                return true;
            case InterpolationSyntax or ExpressionStatementSyntax or ConditionalAccessExpressionSyntax:
                return true;
            case ArgumentSyntax argument:
                return IsBorrowed(argument, file);
            case ExpressionSyntax or EqualsValueClauseSyntax:
                // A number made of it, or a condition; its value goes nowhere else when it is not of the resource's own type.
                return file.Model.GetTypeInfo(mention, file.CancellationToken).Type?.SpecialType == SpecialType.System_Boolean;
            default:
                return false;
        }
    }

    private static bool IsBorrowed(ArgumentSyntax argument, AnalyzedFile file)
    {
        if (file.Model.GetOperation(argument, file.CancellationToken) is not IArgumentOperation { Parameter: { } parameter } operation ||
            parameter.ContainingSymbol is not IMethodSymbol method)
        {
            return false;
        }

        var contract = file.Contracts.Of(method);
        if (contract is not null && Describes(contract, parameter.Ordinal) is { } borrows)
        {
            return borrows;
        }

        if (contract is null && file.Inferred(method) is { } inferred && Describes(inferred, parameter.Ordinal) is { } seen)
        {
            return seen;
        }

        // A span cannot be kept, unless the result is made of it; native code uses what it is given.
        var isOnlySeen = parameter.Type.IsRefLikeType && operation.Parent?.Type is not { IsRefLikeType: true };
        return isOnlySeen || method.IsExtern || method.GetDllImportData() is not null || contract is null && file.IsOnlyLookedAtBy(method, parameter.Ordinal);
    }

    private static bool? Describes(MemberContract contract, int ordinal)
    {
        var target = Target.Parameter(ordinal);
        if (contract.Releases.Any(r => r.Target == target))
        {
            return contract.Releases.All(r => r.Target != target || !r.Consumes);
        }

        if (contract.SameAs.Any(s => s.Source == target && !s.IsView))
        {
            return false;
        }

        return contract.Borrows.Contains(ordinal) || contract.Accesses.Any(a => a.Target == target) ||
               contract.MarksDirty.Any(d => d.Target == target) || contract.Acquires.Any(a => a.Target == target) ||
               contract.Requires.Any(r => r.Target == target)
            ? true
            : null;
    }
}
