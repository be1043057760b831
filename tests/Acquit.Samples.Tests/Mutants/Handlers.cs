using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Samples.Mutants;

/// <summary>Calls of a driver moved to where the kernel calls it: into its handlers.</summary>
internal static class Handlers
{
    private static readonly string[] contexts = [nameof(NotInAttribute), nameof(OnlyInAttribute), nameof(RequiresNotHeldAttribute)];

    /// <summary>Each call that does not belong everywhere, put at the beginning of each handler, on what the handler has at hand.</summary>
    public static IEnumerable<Mutation> Of(SemanticModel model)
    {
        SyntaxNode root = model.SyntaxTree.GetRoot();
        MethodDeclarationSyntax[] handlers =
        [
            .. root.DescendantNodes().OfType<AssignmentExpressionSyntax>()
                .Where(assignment => assignment.Parent is InitializerExpressionSyntax)
                .Select(assignment => model.GetSymbolInfo(assignment.Right).Symbol)
                .OfType<IMethodSymbol>()
                .Select(method => method.DeclaringSyntaxReferences[0].GetSyntax())
                .OfType<MethodDeclarationSyntax>()
                .Where(method => method.Body is { Statements.Count: > 1 }),
        ];
        var calls = root.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Select(call => (Call: call, Method: model.GetSymbolInfo(call).Symbol as IMethodSymbol))
            .Where(call => call.Method is not null && Contracted.Attributes(call.Method).Any(attribute => contexts.Contains(attribute.AttributeClass!.Name)))
            .DistinctBy(call => call.Method!, SymbolEqualityComparer.Default)
            .ToArray();
        return from handler in handlers
               let first = handler.Body!.Statements.FirstOrDefault(statement => statement is not LocalDeclarationStatementSyntax)
               where first is not null
               from call in calls
               where !handler.Span.Contains(call.Call.Span)
               let written = Written(model, first.SpanStart, call.Call, call.Method!)
               where written is not null
               select Mutation.Of("a call moved into a handler", first, $"{written} {first}");
    }

    // With the handler's own arguments, by their types; a result is thrown away.
    private static string? Written(SemanticModel model, int position, InvocationExpressionSyntax call, IMethodSymbol method)
    {
        (ITypeSymbol Type, string Code)[] atHand = [.. AtHand(model, position)];
        string? ForType(ITypeSymbol type) => type switch
        {
            { SpecialType: SpecialType.System_Int32 } => "1",
            { TypeKind: TypeKind.Enum } => $"default({type.ToDisplayString()})",
            _ => atHand.FirstOrDefault(one => model.Compilation.ClassifyConversion(one.Type, type) is { IsImplicit: true, IsUserDefined: false }).Code,
        };
        if (call.Expression is not MemberAccessExpressionSyntax access || ForType(method.ContainingType) is not { } receiver)
            return null;
        string?[] arguments = [.. method.Parameters.Take(call.ArgumentList.Arguments.Count).Select(parameter => parameter.RefKind == RefKind.None ? ForType(parameter.Type) : null)];
        if (arguments.Contains(null))
            return null;
        string written = $"{receiver}.{access.Name}({string.Join(", ", arguments)});";
        return method.ReturnsVoid ? written : $"_ = {written}";
    }

    private static IEnumerable<(ITypeSymbol Type, string Code)> AtHand(SemanticModel model, int position)
    {
        foreach (ISymbol symbol in model.LookupSymbols(position))
        {
            ITypeSymbol? type = symbol switch
            {
                IParameterSymbol parameter => parameter.Type,
                ILocalSymbol local when local.DeclaringSyntaxReferences[0].Span.End < position => local.Type,
                IFieldSymbol { IsImplicitlyDeclared: false, IsStatic: false } field => field.Type,
                _ => null,
            };
            if (type is null)
                continue;
            yield return (type, symbol.Name);
            if (symbol is IFieldSymbol)
                continue;
            foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>().Where(one => one is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public }))
            {
                yield return (property.Type, $"{symbol.Name}.{property.Name}");
                foreach (IPropertySymbol further in property.Type.GetMembers().OfType<IPropertySymbol>().Where(one => one is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public }))
                    yield return (further.Type, $"{symbol.Name}.{property.Name}.{further.Name}");
                if (property.Type is IArrayTypeSymbol array)
                    yield return (array.ElementType, $"{symbol.Name}.{property.Name}[0]");
            }
        }
    }
}
