using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Contexts;

/// <summary>A call whose contract names a context, and the calls that lead to it, outermost first.</summary>
internal sealed record ReachedCall(IMethodSymbol Method, ContextClause Clause, ImmutableArray<SyntaxNode> Chain);

/// <summary>Which context-bound calls a helper comes to, directly and through helpers of its own, within one file.</summary>
internal sealed class ContextReach
{
    /// <summary>Helpers that call helpers; beyond this nothing is claimed.</summary>
    private const int MaxDepth = 8;

    private readonly SemanticModel _model;
    private readonly ContractTable _contracts;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<IMethodSymbol, ImmutableArray<ReachedCall>> _reached = new(SymbolEqualityComparer.Default);

    public ContextReach(SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        _model = model;
        _contracts = contracts;
        _cancellationToken = cancellationToken;
    }

    public SyntaxTree Tree => _model.SyntaxTree;

    /// <summary>The context-bound calls made by code, each with the call in that code that makes or leads to it.</summary>
    public IEnumerable<(SyntaxNode Call, ReachedCall Reached)> From(IOperation body) => From(body, 0);

    /// <summary>What a helper comes to; nothing for a member that has a contract of its own, or a body elsewhere.</summary>
    public ImmutableArray<ReachedCall> Through(IMethodSymbol method) => Through(method, 0);

    /// <summary>Whether a helper does nothing but throw, as throw helpers do.</summary>
    public bool NeverReturns(IMethodSymbol method)
    {
        if (!IsHelper(method) || method.IsAsync)
        {
            return false;
        }

        var bodies = BodiesOf(method.OriginalDefinition).ToList();
        return bodies.Count > 0 && bodies.TrueForAll(b => b is IBlockOperation { Operations: { Length: > 0 } operations } &&
            Unwrapped(operations[operations.Length - 1]) is IThrowOperation && !b.Descendants().Any(o => o is IReturnOperation { IsImplicit: false } or IBranchOperation));

        static IOperation? Unwrapped(IOperation operation) => operation switch
        {
            IExpressionStatementOperation statement => Unwrapped(statement.Operation),
            IReturnOperation { ReturnedValue: { } value } => Unwrapped(value),
            IConversionOperation conversion => Unwrapped(conversion.Operand),
            _ => operation,
        };
    }

    /// <summary>The bodies of a method in this file.</summary>
    public IEnumerable<IOperation> BodiesOf(IMethodSymbol method)
    {
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
                yield return operation;
            }
        }
    }

    private IEnumerable<(SyntaxNode Call, ReachedCall Reached)> From(IOperation body, int depth)
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

            foreach (var clause in _contracts.Of(method)?.Contexts ?? ImmutableArray<ContextClause>.Empty)
            {
                yield return (operation.Syntax, new ReachedCall(method, clause, ImmutableArray<SyntaxNode>.Empty));
            }

            foreach (var reached in Through(method, depth))
            {
                yield return (operation.Syntax, reached);
            }
        }
    }

    private ImmutableArray<ReachedCall> Through(IMethodSymbol method, int depth)
    {
        method = method.OriginalDefinition;
        if (depth >= MaxDepth || !IsHelper(method) || _contracts.Of(method) is { Contexts.IsEmpty: false } or { RunsIn.IsEmpty: false })
        {
            // What a member declares about itself stands.
            return ImmutableArray<ReachedCall>.Empty;
        }

        if (_reached.TryGetValue(method, out var known))
        {
            return known;
        }

        // A cycle comes to nothing new.
        _reached[method] = ImmutableArray<ReachedCall>.Empty;
        var result = BodiesOf(method)
            .SelectMany(b => From(b, depth + 1))
            .Select(r => r.Reached with { Chain = r.Reached.Chain.Insert(0, r.Call) })
            .GroupBy(r => (r.Clause.Context, r.Clause.Only))
            .Select(g => g.OrderBy(r => r.Chain.Length).First())
            .ToImmutableArray();
        _reached[method] = result;
        return result;
    }

    private static bool IsHelper(IMethodSymbol method) =>
        method is { IsVirtual: false, IsOverride: false, IsAbstract: false } && !method.DeclaringSyntaxReferences.IsEmpty &&
        method.ContainingType?.TypeKind != TypeKind.Interface;

    private static IMethodSymbol? Accessor(IPropertyReferenceOperation property) =>
        property.Parent is ISimpleAssignmentOperation assignment && assignment.Target == property ? property.Property.SetMethod : property.Property.GetMethod;

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
}
