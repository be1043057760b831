using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Writing;

/// <summary>Gives a type that has no end of its own a <c>Dispose</c>.</summary>
internal static class Disposal
{
    /// <summary>Null where the type, or what it builds on, has something of the name already.</summary>
    public static IReadOnlyList<TextChange>? Implement(TypeDeclarationSyntax declaration, INamedTypeSymbol type, IReadOnlyList<string> lines, AnalyzedFile file)
    {
        if (declaration is not (ClassDeclarationSyntax or RecordDeclarationSyntax) || declaration.CloseBraceToken.IsMissing || declaration.OpenBraceToken.IsMissing ||
            file.Model.Compilation.GetSpecialType(SpecialType.System_IDisposable) is not { TypeKind: TypeKind.Interface } disposable ||
            type.AllInterfaces.Any(i => i.Name is nameof(IDisposable) or "IAsyncDisposable") || IsTaken(type, nameof(IDisposable.Dispose)))
        {
            return null;
        }

        var layout = new Layout(file);
        if (declaration.Members.Count == 0 || !layout.StartsLine(declaration.CloseBraceToken.SpanStart))
        {
            return null;
        }

        var body = new Body(file);
        var outer = layout.IndentAt(declaration.CloseBraceToken.SpanStart);
        var step = body.Step(declaration);
        var indent = outer + step;
        var end = layout.LineEnd;
        var documentation = declaration.Members.Any(m => m.GetLeadingTrivia().Any(t => t.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)))
            ? indent + "/// <inheritdoc/>" + end
            : "";
        var text = end + documentation + indent + "public void Dispose()" + (body.HasBracesOnOwnLines(declaration) ? end + indent + "{" : " {") + end +
                   string.Concat(lines.Select(l => indent + step + l + end)) + indent + "}" + end + outer;
        return new[]
        {
            Base(declaration, disposable.ToMinimalDisplayString(file.Model, declaration.SpanStart)),
            new TextChange(new TextSpan(declaration.CloseBraceToken.SpanStart - outer.Length, outer.Length), text),
        };
    }

    private static TextChange Base(TypeDeclarationSyntax declaration, string name)
    {
        if (declaration.BaseList is { } bases)
        {
            return new TextChange(new TextSpan(bases.Types.Last().Span.End, 0), ", " + name);
        }

        var after = (declaration as RecordDeclarationSyntax)?.ParameterList?.Span.End ?? declaration.TypeParameterList?.Span.End ?? declaration.Identifier.Span.End;

        // The parameters of a class stand between its name and its bases.
        if (declaration is ClassDeclarationSyntax && declaration.ChildNodes().OfType<ParameterListSyntax>().FirstOrDefault() is { } parameters)
        {
            after = parameters.Span.End;
        }

        return new TextChange(new TextSpan(after, 0), " : " + name);
    }

    private static bool IsTaken(INamedTypeSymbol type, string name)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (!current.GetMembers(name).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
