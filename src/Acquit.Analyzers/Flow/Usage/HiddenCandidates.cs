using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Usage;

/// <summary>The APIs that a method hides from the calls that are bound to it.</summary>
internal sealed class HiddenCandidates
{
    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly IMethodSymbol _hiding;
    private readonly Lazy<IReadOnlyList<IMethodSymbol>> _inherited;
    private readonly Lazy<IReadOnlyList<IMethodSymbol>> _around;
    private readonly Lazy<IReadOnlyList<IMethodSymbol>> _extensions;

    public HiddenCandidates(SemanticModel model, ContractTable contracts, SyntaxNode declaration, IMethodSymbol hiding)
    {
        _model = model;
        _contracts = contracts;
        _hiding = hiding;
        var isMember = hiding.MethodKind == MethodKind.Ordinary;
        _inherited = new(() => isMember ? Inherited() : Array.Empty<IMethodSymbol>());
        _around = new(() => PositionAround(declaration) is { } position
            ? model.LookupSymbols(position, name: hiding.Name).OfType<IMethodSymbol>().Where(Says).ToList()
            : Array.Empty<IMethodSymbol>());
        _extensions = new(() => isMember && !hiding.IsStatic
            ? model.LookupSymbols(declaration.SpanStart, hiding.ContainingType, hiding.Name, includeReducedExtensionMethods: true)
                .OfType<IMethodSymbol>().Where(m => m.ReducedFrom is not null && Says(m)).ToList()
            : Array.Empty<IMethodSymbol>());
    }

    /// <summary>The API that a call would be bound to if the method did not hide it.</summary>
    public IMethodSymbol? For(InvocationExpressionSyntax call)
    {
        var receiver = (call.Expression as MemberAccessExpressionSyntax)?.Expression;
        foreach (var target in Targets(call, receiver))
        {
            if (_model.GetSpeculativeSymbolInfo(call.SpanStart, target, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol api && Says(api))
            {
                return api;
            }
        }

        return null;
    }

    // The call as it would have to be written to get past the method.
    private IEnumerable<InvocationExpressionSyntax> Targets(InvocationExpressionSyntax call, ExpressionSyntax? receiver)
    {
        var name = receiver is null ? (SimpleNameSyntax)call.Expression : ((MemberAccessExpressionSyntax)call.Expression).Name;
        InvocationExpressionSyntax On(ExpressionSyntax target) => call.WithExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, target, name.WithoutTrivia()));

        foreach (var type in _inherited.Value.Select(m => (Type: m.ContainingType, m.IsStatic)).Distinct())
        {
            yield return On(
                type.IsStatic ? TypeName(type.Type)
                : receiver is null or ThisExpressionSyntax ? SyntaxFactory.BaseExpression()
                : SyntaxFactory.ParseExpression($"(({Qualified(type.Type)})({receiver.WithoutTrivia()}))"));
        }

        if (receiver is null)
        {
            foreach (var type in _around.Value.Select(m => (Type: m.ContainingType, m.IsStatic)).Distinct())
            {
                yield return On(type.IsStatic ? TypeName(type.Type) : SyntaxFactory.ThisExpression());
            }
        }
        else
        {
            foreach (var type in _extensions.Value.Select(m => m.ContainingType).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default))
            {
                yield return On(TypeName(type)).WithArgumentList(call.ArgumentList.WithArguments(
                    call.ArgumentList.Arguments.Insert(0, SyntaxFactory.Argument(receiver.WithoutTrivia()))));
            }
        }
    }

    private static string Qualified(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static ExpressionSyntax TypeName(ITypeSymbol type) => SyntaxFactory.ParseExpression(Qualified(type));

    private IReadOnlyList<IMethodSymbol> Inherited()
    {
        var found = new List<IMethodSymbol>();
        for (var type = _hiding.ContainingType.BaseType; type is not null; type = type.BaseType)
        {
            found.AddRange(type.GetMembers(_hiding.Name).OfType<IMethodSymbol>().Where(Says));
        }

        return found;
    }

    // Something is acquired, given back or asked of the caller: not only how arguments fare.
    private bool Says(IMethodSymbol method) =>
        _contracts.Of(method) is { } contract &&
        !(contract.Acquires.IsEmpty && contract.Releases.IsEmpty && contract.Contexts.IsEmpty && contract.MayRun.IsEmpty && contract.Requires.IsEmpty && contract.Forbids.IsEmpty &&
          contract.MarksDirty.IsEmpty && contract.ParameterRunsIn.IsEmpty);

    // A place from which the same names are seen, but for the method and what is declared along with it.
    private static int? PositionAround(SyntaxNode declaration) => declaration switch
    {
        LocalFunctionStatementSyntax { Parent: BlockSyntax block } => block.OpenBraceToken.GetPreviousToken().SpanStart,
        MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type } => type.Keyword.SpanStart,
        _ => null,
    };
}
