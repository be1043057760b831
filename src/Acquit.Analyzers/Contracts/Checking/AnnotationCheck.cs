using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Binding;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers.Contracts.Checking;

/// <summary>Finds the mistakes in the contract attributes of one tree. Errors are placed in that tree.</summary>
internal sealed class AnnotationCheck
{
    private readonly SemanticModel _model;
    private readonly AttributeReader _reader;
    private readonly List<ContractError> _errors = new();
    private readonly List<(IMethodSymbol Method, List<Clause> Clauses)> _said = new();
    private readonly CancellationToken _cancellationToken;

    private AnnotationCheck(SemanticModel model, CancellationToken cancellationToken)
    {
        _model = model;
        _reader = AttributeReader.In(model.SyntaxTree, cancellationToken);
        _cancellationToken = cancellationToken;
    }

    /// <param name="kinds">The kinds that all contracts in sight speak of; null when it is not asked whether they match.</param>
    public static IEnumerable<ContractError> Errors(SemanticModel model, CancellationToken cancellationToken, Func<KindsInSight>? kinds = null)
    {
        var check = new AnnotationCheck(model, cancellationToken);
        foreach (var declaration in TreeAnnotations.Declarations(model.SyntaxTree.GetRoot(cancellationToken), cancellationToken))
        {
            foreach (var symbol in check.Declared(declaration))
            {
                check.Check(symbol);
            }
        }

        check.Bind(kinds);

        // What a property says is read with each of its accessors.
        return check._errors.Distinct();
    }

    private IEnumerable<ISymbol> Declared(SyntaxNode declaration)
    {
        switch (declaration)
        {
            case BaseFieldDeclarationSyntax field:
                return field.Declaration.Variables
                    .Select(variable => _model.GetDeclaredSymbol(variable, _cancellationToken))
                    .OfType<ISymbol>();
            case AnonymousFunctionExpressionSyntax function:
                return One(_model.GetSymbolInfo(function, _cancellationToken).Symbol);
            case TypeDeclarationSyntax type when _model.GetDeclaredSymbol(type, _cancellationToken) is { } named:
                return named.InstanceConstructors.Where(constructor =>
                    constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(_cancellationToken) == type)).Append<ISymbol>(named);
            default:
                return One(_model.GetDeclaredSymbol(declaration, _cancellationToken));
        }
    }

    private static IEnumerable<ISymbol> One(ISymbol? symbol) => symbol is null ? Enumerable.Empty<ISymbol>() : new[] { symbol };

    private void Check(ISymbol symbol)
    {
        switch (symbol)
        {
            case IMethodSymbol method:
                Read(method);
                break;
            case IPropertySymbol property when (property.GetMethod ?? property.SetMethod) is { } accessor:
                Read(accessor);
                RunsIn(property, property.Type);
                break;
            case IFieldSymbol field:
                _errors.AddRange(_reader.CodesOf(field).Select(CodeOfType.ErrorIn).OfType<ContractError>());
                RunsIn(field, field.Type);
                break;
            case IEventSymbol @event:
                RunsIn(@event, @event.Type);
                break;
            case INamedTypeSymbol { DelegateInvokeMethod: { } invoke } type:
                Read(invoke);
                RunsIn(type, type);
                break;
            case INamedTypeSymbol type:
                _errors.AddRange(_reader.CodesOf(type).Select(CodeOfType.ErrorIn).OfType<ContractError>());
                break;
        }
    }

    private void Read(IMethodSymbol method)
    {
        var clauses = _reader.Of(method);
        clauses.AddRange(_reader.CodesOf(method));
        _said.Add((method, clauses));
    }

    private void Bind(Func<KindsInSight>? kinds)
    {
        var clauses = _said.SelectMany(said => said.Clauses).ToList();
        var mistyped = kinds is null ? new List<MistypedKind>() : KindsInSight.Unreleased(clauses, kinds).ToList();
        var byRelease = MistypedKind.ByRelease(mistyped);
        var releaseNames = new ReleaseNames(
            _model.Compilation, method => MistypedKind.Mended(AttributeReader.Unlocated.Of(method), byRelease), ImmutableArray<string>.Empty);
        foreach (var (method, said) in _said)
        {
            ContractBinder.Bind(method, said, _errors, releaseNames);
        }

        var lines = new Lazy<SourceText>(() => _model.SyntaxTree.GetText(_cancellationToken));
        _errors.AddRange(mistyped.Select(kind => kind.Error(clauses, offset => lines.Value.Lines.GetLinePosition(offset).Line + 1)));
        if (kinds is not null)
        {
            _errors.AddRange(KindsInSight.Unacquired(clauses, kinds));
            _errors.AddRange(KindsInSight.Slips(clauses, kinds).Where(slip => IsNotToldYet(slip.Clause)).Select(slip => slip.Error).ToList());
        }
    }

    // That the release it names is of the other kind, or that the kind is mistyped elsewhere, tells of the same mistake.
    private bool IsNotToldYet(Clause clause) =>
        !_errors.Exists(error => error.Start == clause.Object!.Value.Start || (clause.ReleasedBy is { } by && error.Start == by.Start));

    private void RunsIn(ISymbol symbol, ITypeSymbol type) =>
        _errors.AddRange(_reader.RunsInOf(symbol).Select(clause => CodeContext.ErrorIn(clause, type)).OfType<ContractError>());
}
