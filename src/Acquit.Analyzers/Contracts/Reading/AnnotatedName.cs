using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>Names the member that an attribute in source stands on or in, from syntax alone.</summary>
internal static class AnnotatedName
{
    /// <summary>What carries a contract: a member, a type for its primary constructor or as a delegate, or a local function.</summary>
    public static bool IsDeclaration(SyntaxNode node) =>
        node is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or AnonymousFunctionExpressionSyntax;

    /// <summary>The annotations that an attribute makes; none for one on a lambda, which has no name.</summary>
    public static IEnumerable<Annotation> Of(AttributeSyntax attribute, Verb verb) =>
        Of(attribute.FirstAncestorOrSelf<SyntaxNode>(IsDeclaration), verb, SubjectOf(attribute));

    /// <summary>What is declared with a type that is mentioned in the signature; none for a mention in a body.</summary>
    public static IEnumerable<Annotation> OfTypeMention(SyntaxToken token)
    {
        var declaration = token.Parent?.FirstAncestorOrSelf<SyntaxNode>(node => IsDeclaration(node) || node is BlockSyntax or ArrowExpressionClauseSyntax);
        var isInSignature = declaration is not BaseTypeDeclarationSyntax
            || token.Parent?.FirstAncestorOrSelf<ParameterListSyntax>()?.Parent == declaration;
        return isInSignature ? Of(declaration, Verb.RunsIn, null) : Enumerable.Empty<Annotation>();
    }

    private static IEnumerable<(string Metadata, string Key, bool IsMentioned)> Names(SyntaxNode? declaration)
    {
        switch (declaration)
        {
            case MethodDeclarationSyntax method:
                var interfaceName = method.ExplicitInterfaceSpecifier is { } specifier ? specifier.Name + "." : "";
                return One(interfaceName + method.Identifier.ValueText, method.Identifier.ValueText);
            case ConstructorDeclarationSyntax constructor:
                return One(".ctor", constructor.Identifier.ValueText);
            case OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax:
                return Operators(declaration).Select(name => (name, name, false));
            case IndexerDeclarationSyntax:
                return new[] { ("this[]", "Item", false) };
            case PropertyDeclarationSyntax property:
                return One(property.Identifier.ValueText, property.Identifier.ValueText);
            case EventDeclarationSyntax @event:
                return One(@event.Identifier.ValueText, @event.Identifier.ValueText);
            case BaseFieldDeclarationSyntax field:
                return field.Declaration.Variables.SelectMany(variable => One(variable.Identifier.ValueText, variable.Identifier.ValueText));
            case AccessorDeclarationSyntax accessor:
                return Names(accessor.FirstAncestorOrSelf<BasePropertyDeclarationSyntax>());
            case DelegateDeclarationSyntax @delegate:
                return One("Invoke", @delegate.Identifier.ValueText);
            case BaseTypeDeclarationSyntax type:
                return One(".ctor", type.Identifier.ValueText);
            case LocalFunctionStatementSyntax function:
                return One(function.Identifier.ValueText, function.Identifier.ValueText);
            default:
                return Enumerable.Empty<(string, string, bool)>();
        }
    }

    private static IEnumerable<Annotation> Of(SyntaxNode? declaration, Verb verb, string? subject) => Names(declaration).Select(name => new Annotation(
        verb, TypeName(declaration!), name.Metadata, name.Key, name.IsMentioned ? name.Key : SimpleTypeName(declaration!), subject, declaration is DelegateDeclarationSyntax));

    // Constants are for the compiler to look up.
    private static string? SubjectOf(AttributeSyntax attribute) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault() is { NameEquals: null, NameColon: null, Expression: LiteralExpressionSyntax literal }
            ? literal.Token.Value as string
            : null;

    private static IEnumerable<(string, string, bool)> One(string metadata, string key) => new[] { (metadata, key, true) };

    // Which operator it is takes a table that only the compiler should have; the candidates are few.
    private static IEnumerable<string> Operators(SyntaxNode declaration) => declaration is ConversionOperatorDeclarationSyntax conversion
        ? conversion.ImplicitOrExplicitKeyword.IsKind(SyntaxKind.ImplicitKeyword) ? new[] { "op_Implicit" } : new[] { "op_Explicit", "op_CheckedExplicit" }
        : OperatorNames(((OperatorDeclarationSyntax)declaration).OperatorToken.ValueText);

    private static IEnumerable<string> OperatorNames(string token) => token switch
    {
        "+" => new[] { "op_Addition", "op_UnaryPlus" },
        "-" => new[] { "op_Subtraction", "op_UnaryNegation" },
        "*" => new[] { "op_Multiply" },
        "/" => new[] { "op_Division" },
        "%" => new[] { "op_Modulus" },
        "&" => new[] { "op_BitwiseAnd" },
        "|" => new[] { "op_BitwiseOr" },
        "^" => new[] { "op_ExclusiveOr" },
        "!" => new[] { "op_LogicalNot" },
        "~" => new[] { "op_OnesComplement" },
        "<<" => new[] { "op_LeftShift" },
        ">>" => new[] { "op_RightShift" },
        ">>>" => new[] { "op_UnsignedRightShift" },
        "==" => new[] { "op_Equality" },
        "!=" => new[] { "op_Inequality" },
        "<" => new[] { "op_LessThan" },
        ">" => new[] { "op_GreaterThan" },
        "<=" => new[] { "op_LessThanOrEqual" },
        ">=" => new[] { "op_GreaterThanOrEqual" },
        "++" => new[] { "op_Increment" },
        "--" => new[] { "op_Decrement" },
        "true" => new[] { "op_True" },
        "false" => new[] { "op_False" },
        _ => Enumerable.Empty<string>(),
    };

    // The full metadata name of the type that a member is in, or of a delegate or primary constructor's type itself.
    private static string TypeName(SyntaxNode declaration)
    {
        var parts = "";
        foreach (var node in declaration.AncestorsAndSelf())
        {
            switch (node)
            {
                case DelegateDeclarationSyntax @delegate:
                    parts = Nested(@delegate.Identifier.ValueText, @delegate.TypeParameterList, parts);
                    break;
                case TypeDeclarationSyntax type:
                    parts = Nested(type.Identifier.ValueText, type.TypeParameterList, parts);
                    break;
                case BaseTypeDeclarationSyntax other:
                    parts = Nested(other.Identifier.ValueText, null, parts);
                    break;
                case BaseNamespaceDeclarationSyntax space:
                    parts = space.Name.ToString().Replace(" ", "").Replace("@", "") + "." + parts;
                    break;
            }
        }

        return parts;
    }

    private static string Nested(string name, TypeParameterListSyntax? parameters, string inner)
    {
        var arity = parameters is null ? "" : "`" + parameters.Parameters.Count;
        return inner.Length == 0 ? name + arity : name + arity + "+" + inner;
    }

    private static string SimpleTypeName(SyntaxNode declaration) =>
        declaration.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>()?.Identifier.ValueText ?? "";
}
