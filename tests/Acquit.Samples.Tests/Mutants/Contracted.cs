using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Samples.Mutants;

/// <summary>A statement that calls something which has a contract, and does nothing else.</summary>
internal sealed record Contracted(ExpressionStatementSyntax Statement, InvocationExpressionSyntax Call, IMethodSymbol Method)
{
    public bool Releases => Says(nameof(ReleasesAttribute));

    public bool Acquires => Says(nameof(AcquiresAttribute));

    /// <summary>The kinds that are released.</summary>
    public IEnumerable<string> Kinds => Attributes(Method)
        .Where(attribute => attribute.AttributeClass?.Name == nameof(ReleasesAttribute))
        .Select(attribute => attribute.ConstructorArguments[0].Value as string)
        .OfType<string>();

    /// <summary>What says how many are released.</summary>
    public ArgumentSyntax? Count
    {
        get
        {
            string? name = Attributes(Method)
                .Where(attribute => attribute.AttributeClass?.Name == nameof(ReleasesAttribute))
                .SelectMany(attribute => attribute.NamedArguments)
                .Where(argument => argument.Key == nameof(ReleasesAttribute.Count))
                .Select(argument => argument.Value.Value as string)
                .FirstOrDefault();
            int at = Method.Parameters.ToList().FindIndex(parameter => parameter.Name == name);
            return at >= 0 && at < Call.ArgumentList.Arguments.Count && Call.ArgumentList.Arguments[at].NameColon is null
                ? Call.ArgumentList.Arguments[at]
                : null;
        }
    }

    /// <summary>All such statements of a file.</summary>
    public static IEnumerable<Contracted> In(SemanticModel model) =>
        from statement in model.SyntaxTree.GetRoot().DescendantNodes().OfType<ExpressionStatementSyntax>()
        let call = statement.Expression as InvocationExpressionSyntax
        where call is not null
        let method = model.GetSymbolInfo(call).Symbol as IMethodSymbol
        where method is not null && Attributes(method).Any()
        select new Contracted(statement, call, method);

    public static IEnumerable<AttributeData> Attributes(IMethodSymbol method) => method.GetAttributes()
        .Concat(method.GetReturnTypeAttributes())
        .Concat(method.Parameters.SelectMany(parameter => parameter.GetAttributes()))
        .Where(attribute => attribute.AttributeClass is { BaseType.Name: nameof(ContractAttribute) });

    private bool Says(string attribute) => Attributes(Method).Any(each => each.AttributeClass?.Name == attribute);
}
