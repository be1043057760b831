using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Contracts;

/// <summary>Where the attributes of a method go: those of its parameters before them, all others on lines of their own above it.</summary>
internal sealed class AttributePlaces
{
    private readonly MethodDeclarationSyntax _declaration;
    private readonly SourceText _text;

    public AttributePlaces(MethodDeclarationSyntax declaration, SourceText text)
    {
        _declaration = declaration;
        _text = text;
    }

    /// <summary>The edits that write a contract down.</summary>
    public IEnumerable<TextChange> For(MemberContract contract, IMethodSymbol method, AttributeWriter writer)
    {
        var start = _declaration.GetFirstToken().SpanStart;
        var line = _text.Lines.GetLineFromPosition(start);
        var indentation = _text.ToString(TextSpan.FromBounds(line.Start, start));
        var lineEnd = _text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak)) is { Length: > 0 } written ? written : "\n";
        var separator = string.IsNullOrWhiteSpace(indentation) ? lineEnd + indentation : " ";
        var ofMethod = string.Concat(writer.OfMethod(contract).Select(attribute => attribute + separator));
        if (ofMethod.Length > 0)
        {
            yield return new TextChange(new TextSpan(start, 0), ofMethod);
        }

        foreach (var parameter in method.Parameters)
        {
            var attributes = string.Concat(writer.OfParameter(contract, parameter).Select(attribute => attribute + " "));
            if (attributes.Length > 0)
            {
                yield return new TextChange(new TextSpan(_declaration.ParameterList.Parameters[parameter.Ordinal].SpanStart, 0), attributes);
            }
        }
    }
}
