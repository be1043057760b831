using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Usage;

/// <summary>Finds methods and local functions that take calls away from an API of the same name, and with them its contract.</summary>
/// <remarks>Only where there is such a call: it is bound to the method, and would be to the API if the method were not there.</remarks>
internal sealed class HiddenApis
{
    private readonly IReadOnlyCollection<NameHit> _hits;
    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly CancellationToken _cancellationToken;

    public HiddenApis(IReadOnlyCollection<NameHit> hits, SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        _hits = hits;
        _model = model;
        _contracts = contracts;
        _cancellationToken = cancellationToken;
    }

    public Finding? Find(SyntaxNode declaration)
    {
        var (identifier, modifiers) = declaration switch
        {
            MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null } method => (method.Identifier, method.Modifiers),
            LocalFunctionStatementSyntax local => (local.Identifier, local.Modifiers),
            _ => default,
        };

        // Who says 'new' knows.
        if (!_contracts.Names.Contains(identifier.ValueText ?? "") || modifiers.Any(SyntaxKind.OverrideKeyword) || modifiers.Any(SyntaxKind.NewKeyword))
        {
            return null;
        }

        var uses = Uses(identifier).ToList();
        if (uses.Count == 0 || _model.GetDeclaredSymbol(declaration, _cancellationToken) is not IMethodSymbol hiding ||
            _contracts.Of(hiding) is not null || (hiding.MethodKind == MethodKind.Ordinary && Overrides.ImplementsInterface(hiding)))
        {
            return null;
        }

        var hidden = new HiddenCandidates(_model, _contracts, declaration, hiding);
        (SimpleNameSyntax Use, IMethodSymbol Api)? misled = null;
        foreach (var use in uses)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (_model.GetSymbolInfo(use, _cancellationToken).Symbol is not IMethodSymbol called)
            {
                continue;
            }

            if (SymbolEqualityComparer.Default.Equals(called.OriginalDefinition, hiding))
            {
                misled ??= hidden.For((InvocationExpressionSyntax)CallBy(use)!) is { } api ? (use, api) : null;
            }
            else if (declaration.Span.Contains(use.Span) && _contracts.Of(called) is not null)
            {
                // It stands in for the API, and calls it.
                return null;
            }
        }

        return misled is var (call, hiddenApi)
            ? new Finding(FindingKind.HiddenApi, declaration, null, Array.Empty<Trail>()) { Method = hiddenApi, Misled = call }
            : null;
    }

    private IEnumerable<SimpleNameSyntax> Uses(SyntaxToken identifier)
    {
        var root = _model.SyntaxTree.GetRoot(_cancellationToken);
        return
            from hit in _hits
            where hit.Name == identifier.ValueText && hit.Start != identifier.SpanStart
            let name = root.FindToken(hit.Start).Parent as SimpleNameSyntax
            where name is not null && name.SpanStart == hit.Start && CallBy(name) is not null
            select name;
    }

    private static SyntaxNode? CallBy(SimpleNameSyntax name) => name.Parent switch
    {
        InvocationExpressionSyntax call when call.Expression == name => call,
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Name == name && call.Expression == access => call,
        _ => null,
    };
}
