using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Cli.Checking;

/// <summary>Names the member that a piece of code is in, so that it is found again when lines move.</summary>
internal static class MemberName
{
    /// <summary>Namespace, types, member and local functions; an overload by the types of its parameters.</summary>
    public static string Around(SyntaxNode node) =>
        string.Join(".", node.AncestorsAndSelf().Select(Of).OfType<string>().Reverse()) is { Length: > 0 } name ? name : "<top level>";

    private static string? Of(SyntaxNode node) => node switch
    {
        BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
        TypeDeclarationSyntax type => type.Identifier.ValueText + (type.TypeParameterList is { } generic ? "`" + generic.Parameters.Count : ""),
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        DelegateDeclarationSyntax type => type.Identifier.ValueText,
        MethodDeclarationSyntax method => method.Identifier.ValueText + Types(method.ParameterList),
        LocalFunctionStatementSyntax local => local.Identifier.ValueText + Types(local.ParameterList),
        ConstructorDeclarationSyntax constructor => "new" + Types(constructor.ParameterList),
        DestructorDeclarationSyntax => "finalizer",
        OperatorDeclarationSyntax @operator => "operator " + @operator.OperatorToken.ValueText + Types(@operator.ParameterList),
        ConversionOperatorDeclarationSyntax conversion => "operator " + conversion.Type + Types(conversion.ParameterList),
        IndexerDeclarationSyntax indexer => "this" + Types(indexer.ParameterList),
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        EventDeclarationSyntax @event => @event.Identifier.ValueText,
        AccessorDeclarationSyntax accessor => accessor.Keyword.ValueText,
        VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } field => field.Identifier.ValueText,
        _ => null,
    };

    private static string Types(BaseParameterListSyntax parameters) =>
        $"({string.Join(",", parameters.Parameters.Select(parameter => string.Concat(parameter.Modifiers.Select(word => word.ValueText + " ")) + parameter.Type))})";
}
