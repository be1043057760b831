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
    private readonly HandlerTargets _targets;
    private readonly CallbackTables _tables;
    private readonly ContextJudge _judge;
    private readonly HashSet<SyntaxNode> _inTables = new();
    private readonly CancellationToken _cancellationToken;

    public ContextWalk(SemanticModel model, ContractTable contracts, ContextReach reach, CancellationToken cancellationToken)
    {
        _model = model;
        _contracts = contracts;
        _targets = new HandlerTargets(contracts);
        _tables = new CallbackTables(model, cancellationToken);
        _judge = new ContextJudge(reach);
        _cancellationToken = cancellationToken;
    }

    public IEnumerable<Finding> Findings => _judge.Findings;

    /// <summary>What other files may add.</summary>
    public IEnumerable<Finding> Elsewhere => _judge.Elsewhere;

    /// <summary>A method whose own contract, or that of what it overrides, says where it runs.</summary>
    public void Declaration(SyntaxNode declaration)
    {
        if (_model.GetDeclaredSymbol(declaration, _cancellationToken) is IMethodSymbol method && _contracts.Of(method) is { RunsIn.IsEmpty: false } contract)
        {
            _judge.Method(method, contract.RunsIn, declaration);
        }
    }

    /// <summary>A body, in which code may be handed to something that runs it in a context.</summary>
    public void Body(IOperation body)
    {
        foreach (var operation in body.DescendantsAndSelf())
        {
            if (operation is IArgumentOperation { Parameter: { Type.TypeKind: not TypeKind.Delegate } parameter } argument &&
                _contracts.RunsIn(parameter) is { IsEmpty: false } ofTable)
            {
                Table(argument, ofTable, body);
            }
        }

        foreach (var operation in body.DescendantsAndSelf())
        {
            if (operation is IDelegateCreationOperation creation && !_inTables.Contains(creation.Syntax) && _targets.ContextsOf(creation, body) is { IsEmpty: false } contexts)
            {
                Handler(creation, IsInTable(creation) ? contexts.Add(ContextJudge.AndOthers) : contexts, creation.Syntax);
            }
            else if (operation is ILocalFunctionOperation local && _contracts.Of(local.Symbol) is { RunsIn.IsEmpty: false } contract)
            {
                _judge.Method(local.Symbol, contract.RunsIn, local.Syntax);
            }
        }
    }

    // It is not seen what the table is passed to.
    private bool IsInTable(IOperation value)
    {
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member.ContainingType: { } table } } assignment &&
               assignment.Value == value && _contracts.CallbackTables.Include(table);
    }

    // All code in a table that is passed runs where the parameter says, besides where its place in the table says.
    private void Table(IArgumentOperation argument, ImmutableArray<string> contexts, IOperation body)
    {
        foreach (var (member, value) in _tables.EntriesOf(argument.Value, body))
        {
            if (member is IPropertySymbol { SetMethod: { } setter } && _contracts.Of(setter) is { Contexts: var clauses })
            {
                _judge.Entry(argument.Parent!.Syntax, setter, clauses, contexts, value.Syntax);
            }

            if (CallbackTables.CodeOf(value) is { } creation)
            {
                // In all of these contexts at once: not judged again by its place alone.
                _inTables.Add(creation.Syntax);
                Handler(creation, contexts.Union(_contracts.RunsIn(member)).ToImmutableArray(), argument.Syntax);
            }
        }
    }

    private void Handler(IDelegateCreationOperation creation, ImmutableArray<string> contexts, SyntaxNode entry)
    {
        switch (creation.Target)
        {
            case IAnonymousFunctionOperation lambda:
                _judge.Lambda(lambda, contexts, entry);
                break;
            case IMethodReferenceOperation method:
                _judge.Method(method.Method, contexts, entry);
                break;
        }
    }
}
