using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Contexts;

/// <summary>
/// Finds code that runs in a known context within one file – handlers, by what they are assigned to or declared as – and
/// judges the calls it makes, directly and through helpers.
/// </summary>
internal sealed class ContextWalk
{
    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly ContextReach _reach;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<(SyntaxNode Call, string Context), Finding> _findings = new();

    public ContextWalk(SemanticModel model, ContractTable contracts, ContextReach reach, CancellationToken cancellationToken)
    {
        _reach = reach;
        _model = model;
        _contracts = contracts;
        _cancellationToken = cancellationToken;
    }

    public IEnumerable<Finding> Findings => _findings.Values;

    /// <summary>A method whose own contract, or that of what it overrides, says where it runs.</summary>
    public void Declaration(SyntaxNode declaration)
    {
        if (_model.GetDeclaredSymbol(declaration, _cancellationToken) is IMethodSymbol method && _contracts.Of(method) is { RunsIn.IsEmpty: false } contract)
        {
            Walk(method, contract.RunsIn, declaration);
        }
    }

    /// <summary>A body, in which code may be handed to something that runs it in a context.</summary>
    public void Body(IOperation body)
    {
        foreach (var operation in body.DescendantsAndSelf())
        {
            if (operation is IDelegateCreationOperation creation && ContextsOf(creation) is { IsEmpty: false } contexts)
            {
                Handler(creation.Target, contexts, creation.Syntax);
            }
            else if (operation is ILocalFunctionOperation local && _contracts.Of(local.Symbol) is { RunsIn.IsEmpty: false } contract)
            {
                Walk(local.Symbol, contract.RunsIn, local.Syntax);
            }
        }
    }

    // Where the delegate goes: what its type says, and what the property, field, parameter or variable it is put into says.
    private ImmutableArray<string> ContextsOf(IDelegateCreationOperation creation)
    {
        var contexts = creation.Type is INamedTypeSymbol type ? _contracts.RunsIn(type) : ImmutableArray<string>.Empty;
        IOperation value = creation;
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation)
        {
            value = value.Parent;
        }

        ISymbol? target = value.Parent switch
        {
            ISimpleAssignmentOperation assignment when assignment.Value == value => Member(assignment.Target),
            ICompoundAssignmentOperation assignment when assignment.Value == value => Member(assignment.Target),
            ICoalesceAssignmentOperation assignment when assignment.Value == value => Member(assignment.Target),
            IEventAssignmentOperation assignment => Member(assignment.EventReference),
            IArgumentOperation { Parameter: { } parameter } => parameter,
            IPropertyInitializerOperation initializer => initializer.InitializedProperties.FirstOrDefault(),
            IFieldInitializerOperation initializer => initializer.InitializedFields.FirstOrDefault(),
            _ => null,
        };
        return target is null ? contexts : contexts.Union(_contracts.RunsIn(target)).ToImmutableArray();
    }

    private static ISymbol? Member(IOperation target) => target is IMemberReferenceOperation member ? member.Member : null;

    private void Handler(IOperation target, ImmutableArray<string> contexts, SyntaxNode at)
    {
        switch (target)
        {
            case IAnonymousFunctionOperation lambda:
                Judge(lambda.Body, contexts, at);
                break;
            case IMethodReferenceOperation method:
                Walk(method.Method, contexts, at);
                break;
        }
    }

    private void Walk(IMethodSymbol method, ImmutableArray<string> contexts, SyntaxNode entry)
    {
        method = method.OriginalDefinition;
        foreach (var body in _reach.BodiesOf(method))
        {
            Judge(body, contexts, entry);
        }
    }

    private void Judge(IOperation body, ImmutableArray<string> contexts, SyntaxNode entry)
    {
        foreach (var (call, reached) in _reach.From(body))
        {
            var clause = reached.Clause;
            var broken = clause.Only ? !contexts.Contains(clause.Context) : contexts.Contains(clause.Context);
            if (!broken || _findings.ContainsKey((call, clause.Context)))
            {
                continue;
            }

            _findings.Add((call, clause.Context), new Finding(
                clause.Only ? FindingKind.OutsideContext : FindingKind.ForbiddenContext, call, null, Array.Empty<Trail>())
            {
                Method = reached.Method,
                Clause = clause,
                Context = clause.Only ? contexts[0] : clause.Context,
                Entry = entry,
                Chain = reached.Chain,
            });
        }
    }
}
