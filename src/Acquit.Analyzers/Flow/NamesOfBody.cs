using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>What a body mentions by simple names, and which of them are its own variables: read off in one walk through it.</summary>
internal sealed class NamesOfBody
{
    private NamesOfBody(List<IdentifierNameSyntax> names, HashSet<string> locals)
    {
        Names = names;
        Locals = locals;
    }

    /// <summary>In order, without the names of members that are looked up in something.</summary>
    public List<IdentifierNameSyntax> Names { get; }

    /// <summary>The names of variables that keep what is put into them: none refers to something else.</summary>
    public HashSet<string> Locals { get; }

    public static NamesOfBody Read(SyntaxNode body)
    {
        var names = new List<IdentifierNameSyntax>();
        var locals = new HashSet<string>(StringComparer.Ordinal);
        HashSet<string>? others = null;
        foreach (var node in body.DescendantNodes())
        {
            switch (node)
            {
                case IdentifierNameSyntax name when !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name):
                    names.Add(name);
                    break;
                case VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: RefTypeSyntax or ScopedTypeSyntax } } reference:
                    (others ??= new(StringComparer.Ordinal)).Add(reference.Identifier.ValueText);
                    break;
                case VariableDeclaratorSyntax variable:
                    locals.Add(variable.Identifier.ValueText);
                    break;
                case SingleVariableDesignationSyntax designation:
                    locals.Add(designation.Identifier.ValueText);
                    break;
                case ParameterSyntax parameter:
                    (others ??= new(StringComparer.Ordinal)).Add(parameter.Identifier.ValueText);
                    break;
            }
        }

        if (others is not null)
        {
            locals.ExceptWith(others);
        }

        return new NamesOfBody(names, locals);
    }
}
