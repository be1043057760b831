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
    private readonly Dictionary<IMethodSymbol, IReadOnlyList<BoundCall>> _calls = new(SymbolEqualityComparer.Default);

    public ContextReach(SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
    {
        _model = model;
        _contracts = contracts;
        _cancellationToken = cancellationToken;
    }

    public SyntaxTree Tree => _model.SyntaxTree;

    /// <summary>The context-bound calls made by code, each with the call in that code that makes or leads to it.</summary>
    public IEnumerable<(SyntaxNode Call, ReachedCall Reached)> From(IOperation body) =>
        CallsIn(body).SelectMany(call => call.Clauses
            .Select(clause => new ReachedCall(call.Method, clause, ImmutableArray<SyntaxNode>.Empty))
            .Concat(Through(call.Method))
            .Select(reached => (call.Syntax, reached)));

    /// <summary>What a helper comes to; nothing for a member that has a contract of its own, or a body elsewhere.</summary>
    public ImmutableArray<ReachedCall> Through(IMethodSymbol method)
    {
        method = method.OriginalDefinition;
        if (!_reached.TryGetValue(method, out var known))
        {
            _reached.Add(method, known = Search(method));
        }

        return known;
    }

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

    // The body, then those it calls, and so on: what is found first is reached by the shortest way, whoever asked before.
    private ImmutableArray<ReachedCall> Search(IMethodSymbol method)
    {
        var found = ImmutableArray.CreateBuilder<ReachedCall>();
        var visited = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { method };
        var level = new List<(IMethodSymbol Method, ImmutableArray<SyntaxNode> Chain)> { (method, ImmutableArray<SyntaxNode>.Empty) };
        for (var depth = 0; depth < MaxDepth && level.Count > 0; depth++)
        {
            var next = new List<(IMethodSymbol, ImmutableArray<SyntaxNode>)>();
            foreach (var (helper, chain) in level)
            {
                foreach (var call in CallsOf(helper))
                {
                    var longer = chain.Add(call.Syntax);
                    foreach (var clause in call.Clauses)
                    {
                        if (!found.Any(f => f.Clause.Context == clause.Context && f.Clause.Only == clause.Only))
                        {
                            found.Add(new ReachedCall(call.Method, clause, longer));
                        }
                    }

                    if (visited.Add(call.Method.OriginalDefinition))
                    {
                        next.Add((call.Method.OriginalDefinition, longer));
                    }
                }
            }

            level = next;
        }

        return found.ToImmutable();
    }

    // What a member declares about itself stands.
    private IReadOnlyList<BoundCall> CallsOf(IMethodSymbol method)
    {
        if (!_calls.TryGetValue(method, out var known))
        {
            _calls.Add(method, known = IsHelper(method) && _contracts.Of(method) is not ({ Contexts.IsEmpty: false } or { RunsIn.IsEmpty: false })
                ? BodiesOf(method).SelectMany(CallsIn).Where(c => IsHelper(c.Method) || !c.Clauses.IsEmpty).ToList()
                : Array.Empty<BoundCall>());
        }

        return known;
    }

    private IEnumerable<BoundCall> CallsIn(IOperation body)
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
            if (method is not null)
            {
                yield return new BoundCall(operation.Syntax, method, _contracts.Of(method)?.Contexts ?? ImmutableArray<ContextClause>.Empty);
            }
        }
    }

    private readonly record struct BoundCall(SyntaxNode Syntax, IMethodSymbol Method, ImmutableArray<ContextClause> Clauses);

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
