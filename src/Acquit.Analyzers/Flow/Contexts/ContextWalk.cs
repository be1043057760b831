using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Contexts;

/// <summary>
/// Finds code that runs in a known context within one file – handlers, by what they are assigned to or declared as – and
/// judges the calls it makes, directly and through helpers.
/// </summary>
internal sealed class ContextWalk
{
    /// <summary>Helpers that call helpers; beyond this nothing is claimed.</summary>
    private const int MaxDepth = 8;

    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<(SyntaxNode Call, string Context), Finding> _findings = new();
    private readonly HashSet<(ISymbol Method, string Contexts)> _visited = new(new VisitComparer());

    public ContextWalk(SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
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
            Walk(method, contract.RunsIn, ImmutableArray.Create<SyntaxNode>(declaration));
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
                Walk(local.Symbol, contract.RunsIn, ImmutableArray.Create<SyntaxNode>(local.Syntax));
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
                Judge(lambda.Body, contexts, ImmutableArray.Create(at));
                break;
            case IMethodReferenceOperation method:
                Walk(method.Method, contexts, ImmutableArray.Create(at));
                break;
        }
    }

    private void Walk(IMethodSymbol method, ImmutableArray<string> contexts, ImmutableArray<SyntaxNode> chain)
    {
        method = method.OriginalDefinition;
        if (chain.Length > MaxDepth || !_visited.Add((method, string.Join(",", contexts))))
        {
            return;
        }

        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            if (reference.SyntaxTree != _model.SyntaxTree)
            {
                continue;
            }

            var declaration = reference.GetSyntax(_cancellationToken);
            SyntaxNode? body = declaration switch
            {
                BaseMethodDeclarationSyntax m => (SyntaxNode?)m.Body ?? m.ExpressionBody,
                LocalFunctionStatementSyntax l => (SyntaxNode?)l.Body ?? l.ExpressionBody,
                AccessorDeclarationSyntax a => (SyntaxNode?)a.Body ?? a.ExpressionBody,
                _ => null,
            };
            if (body is not null && _model.GetOperation(body, _cancellationToken) is { } operation)
            {
                Judge(operation, contexts, chain);
            }
        }
    }

    private void Judge(IOperation body, ImmutableArray<string> contexts, ImmutableArray<SyntaxNode> chain)
    {
        foreach (var operation in Inside(body))
        {
            var method = operation switch
            {
                IInvocationOperation invocation => invocation.TargetMethod,
                IObjectCreationOperation creation => creation.Constructor,
                IPropertyReferenceOperation property => Accessor(property),
                _ => null,
            };
            if (method is null)
            {
                continue;
            }

            var contract = _contracts.Of(method);
            foreach (var clause in contract?.Contexts ?? ImmutableArray<ContextClause>.Empty)
            {
                Judge(operation.Syntax, method, clause, contexts, chain);
            }

            // What a helper declares about itself stands; what it does is looked at where it says nothing.
            if (contract is null or { Contexts.IsEmpty: true, RunsIn.IsEmpty: true } && IsHelper(method))
            {
                Walk(method, contexts, chain.Add(operation.Syntax));
            }
        }
    }

    private static bool IsHelper(IMethodSymbol method) =>
        method is { IsVirtual: false, IsOverride: false, IsAbstract: false } && !method.DeclaringSyntaxReferences.IsEmpty &&
        method.ContainingType?.TypeKind != TypeKind.Interface;

    private static IMethodSymbol? Accessor(IPropertyReferenceOperation property) =>
        property.Parent is ISimpleAssignmentOperation assignment && assignment.Target == property ? property.Property.SetMethod : property.Property.GetMethod;

    private void Judge(SyntaxNode call, IMethodSymbol method, ContextClause clause, ImmutableArray<string> contexts, ImmutableArray<SyntaxNode> chain)
    {
        var broken = clause.Only ? !contexts.Contains(clause.Context) : contexts.Contains(clause.Context);
        if (!broken)
        {
            return;
        }

        var context = clause.Only ? contexts[0] : clause.Context;
        if (!_findings.ContainsKey((call, clause.Context)))
        {
            _findings.Add((call, clause.Context), new Finding(
                clause.Only ? FindingKind.OutsideContext : FindingKind.ForbiddenContext, call, null, Array.Empty<Trail>())
            {
                Method = method, Clause = clause, Context = context, Chain = chain,
            });
        }
    }

    // Code in a lambda or local function runs when it is called, not here.
    private static IEnumerable<IOperation> Inside(IOperation root)
    {
        var pending = new Stack<IOperation>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            yield return operation;
            foreach (var child in operation.ChildOperations)
            {
                if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
                {
                    pending.Push(child);
                }
            }
        }
    }

    private sealed class VisitComparer : IEqualityComparer<(ISymbol Method, string Contexts)>
    {
        public bool Equals((ISymbol Method, string Contexts) x, (ISymbol Method, string Contexts) y) =>
            SymbolEqualityComparer.Default.Equals(x.Method, y.Method) && string.Equals(x.Contexts, y.Contexts, StringComparison.Ordinal);

        public int GetHashCode((ISymbol Method, string Contexts) visit) => SymbolEqualityComparer.Default.GetHashCode(visit.Method);
    }
}
