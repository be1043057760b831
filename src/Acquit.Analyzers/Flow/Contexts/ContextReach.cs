using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Contexts;

/// <summary>A call whose contract names a context, and the calls that lead to it, outermost first.</summary>
internal sealed record ReachedCall(IMethodSymbol Method, ContextClause Clause, ImmutableArray<SyntaxNode> Chain);

/// <summary>
/// Which context-bound calls a helper comes to, directly and through helpers of its own: those in one file, while that is edited;
/// those in the whole compilation, when all of it is known. Safe to ask from several threads, as long as nobody adds to the handlers.
/// </summary>
internal sealed class ContextReach
{
    /// <summary>Helpers looked into for the sake of one; beyond that nothing is claimed.</summary>
    private const int MaxVisited = 1000;

    private readonly Func<SyntaxTree, SemanticModel?> _modelOf;
    private readonly Compilation _compilation;
    private readonly ContractTable _contracts;
    private readonly LeadingNames _names;
    private readonly CancellationToken _cancellationToken;
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<ReachedCall>> _reached = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyList<BoundCall>> _calls = new(SymbolEqualityComparer.Default);

    /// <summary>Within one file.</summary>
    public ContextReach(SemanticModel model, ContractTable contracts, CancellationToken cancellationToken)
        : this(tree => tree == model.SyntaxTree ? model : null, model.Compilation, new[] { model.SyntaxTree }, contracts, cancellationToken) => Tree = model.SyntaxTree;

    private ContextReach(
        Func<SyntaxTree, SemanticModel?> modelOf, Compilation compilation, IEnumerable<SyntaxTree> trees, ContractTable contracts, CancellationToken cancellationToken)
    {
        _modelOf = modelOf;
        _compilation = compilation;
        _contracts = contracts;
        _names = new LeadingNames(trees, contracts.PlacedNames);
        _cancellationToken = cancellationToken;
    }

    /// <summary>The file, if it is one.</summary>
    public SyntaxTree? Tree { get; }

    /// <summary>The methods that are known to run in contexts.</summary>
    public HandlerList Handlers { get; init; } = new();

    /// <summary>Within the whole compilation.</summary>
    public static ContextReach Everywhere(BodyGraphs graphs, ContractTable contracts, CancellationToken cancellationToken) =>
        new(graphs.ModelOf, graphs.Compilation, graphs.Compilation.SyntaxTrees, contracts, cancellationToken);

    /// <summary>Every call that code makes, and what it comes to; nothing for many.</summary>
    public IEnumerable<(IOperation Call, IMethodSymbol Method, ImmutableArray<ReachedCall> Reached)> From(IOperation body) =>
        CallsIn(body).Select(call => (call.Operation, call.Method, call.Clauses
            .Select(clause => new ReachedCall(call.Method, clause, ImmutableArray<SyntaxNode>.Empty))
            .Concat(call.IsFixed ? Through(call.Method) : ImmutableArray<ReachedCall>.Empty)
            .Where(reached => !reached.Clause.Only || !Enters(body, reached.Clause.Context))
            .ToImmutableArray()));

    /// <summary>What a call comes to through the bodies behind it; nothing where another body may run instead.</summary>
    public ImmutableArray<ReachedCall> Through(IOperation call, IMethodSymbol method) =>
        IsFixed(call, method) ? Through(method) : ImmutableArray<ReachedCall>.Empty;

    /// <summary>What a helper comes to; nothing for a member that has a contract of its own, or a body elsewhere.</summary>
    public ImmutableArray<ReachedCall> Through(IMethodSymbol method)
    {
        method = DefinitionOf(method);
        return _reached.TryGetValue(method, out var known) ? known : _reached.GetOrAdd(method, Search(method));
    }

    /// <summary>Whether a call may come to something through a body that is in sight of the compilation.</summary>
    public bool MayLeadOn(IOperation call, IMethodSymbol method) => IsFixed(call, method) && !SpeaksForItself(DefinitionOf(method));

    /// <summary>Whether a helper does nothing but throw, as throw helpers do.</summary>
    public bool NeverReturns(IMethodSymbol method)
    {
        if (!IsHelper(method) || method.IsAsync)
        {
            return false;
        }

        var bodies = BodiesOf(method.OriginalDefinition).ToList();
        return bodies.Count > 0 && bodies.TrueForAll(b => b is IBlockOperation block &&
            Last(block.Operations) is { } last && Unwrapped(last) is IThrowOperation && !b.Descendants().Any(o => o is IReturnOperation { IsImplicit: false } or IBranchOperation));

        // A local function that is an expression has the return that nobody wrote and that is never reached.
        static IOperation? Last(ImmutableArray<IOperation> operations)
        {
            var last = operations.Length - 1;
            if (last > 0 && operations[last] is IReturnOperation { IsImplicit: true, ReturnedValue: null })
            {
                last--;
            }

            return last >= 0 ? operations[last] : null;
        }

        static IOperation? Unwrapped(IOperation operation) => operation switch
        {
            IExpressionStatementOperation statement => Unwrapped(statement.Operation),
            IReturnOperation { ReturnedValue: { } value } => Unwrapped(value),
            IConversionOperation conversion => Unwrapped(conversion.Operand),
            _ => operation,
        };
    }

    /// <summary>Whether a method is written in this compilation, in whichever file.</summary>
    public bool IsOwn(IMethodSymbol method) => method.IsInSourceOf(_compilation);

    /// <summary>The bodies of a method, as far as they are looked at.</summary>
    public IEnumerable<IOperation> BodiesOf(IMethodSymbol method) => Bodies(method, static _ => true);

    /// <summary>The same, of those only whose text may lead somewhere.</summary>
    public IEnumerable<IOperation> LeadingBodiesOf(IMethodSymbol method) => Bodies(method, declaration => _names.AreIn(declaration, _cancellationToken));

    private IEnumerable<IOperation> Bodies(IMethodSymbol method, Func<SyntaxNode, bool> isWorthIt)
    {
        foreach (var reference in (method.PartialImplementationPart ?? method).DeclarationsIn(_compilation))
        {
            if (_modelOf(reference.SyntaxTree) is not { } model)
            {
                continue;
            }

            var declaration = reference.GetSyntax(_cancellationToken);
            SyntaxNode? body = declaration switch
            {
                BaseMethodDeclarationSyntax m => (SyntaxNode?)m.Body ?? m.ExpressionBody,
                LocalFunctionStatementSyntax l => (SyntaxNode?)l.Body ?? l.ExpressionBody,
                AccessorDeclarationSyntax a => (SyntaxNode?)a.Body ?? a.ExpressionBody,
                ArrowExpressionClauseSyntax arrow => arrow,
                _ => null,
            };
            if (body is not null && isWorthIt(declaration) && model.GetOperation(body, _cancellationToken) is { } operation)
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
        while (level.Count > 0 && visited.Count < MaxVisited)
        {
            var next = new List<(IMethodSymbol, ImmutableArray<SyntaxNode>)>();
            foreach (var (helper, chain) in level)
            {
                foreach (var call in CallsOf(helper))
                {
                    var longer = chain.Add(call.Operation.Syntax);
                    foreach (var clause in call.Clauses)
                    {
                        if (!found.Any(f => f.Clause.Context == clause.Context && f.Clause.Only == clause.Only))
                        {
                            found.Add(new ReachedCall(call.Method, clause, longer));
                        }
                    }

                    if (call.IsFixed && visited.Add(DefinitionOf(call.Method)))
                    {
                        next.Add((DefinitionOf(call.Method), longer));
                    }
                }
            }

            level = next;
        }

        return found.ToImmutable();
    }

    private IReadOnlyList<BoundCall> CallsOf(IMethodSymbol method) => _calls.TryGetValue(method, out var known) ? known : _calls.GetOrAdd(
        method,
        SpeaksForItself(method)
            ? Array.Empty<BoundCall>()
            : LeadingBodiesOf(method).Where(b => !IsIterator(b)).SelectMany(CallsOfAnyCaller)
                .Where(c => c.IsFixed || !c.Clauses.IsEmpty).ToList());

    private IEnumerable<BoundCall> CallsOfAnyCaller(IOperation body)
    {
        var chosen = new ChosenByCaller(body);
        return CallsIn(body).Where(call => !chosen.Is(call.Operation));
    }

    // What a member declares about itself stands.
    private bool SpeaksForItself(IMethodSymbol method) => _contracts.Of(method) is { Contexts.IsEmpty: false } or { RunsIn.IsEmpty: false };

    private IEnumerable<BoundCall> CallsIn(IOperation body)
    {
        var end = EndOf(body);
        List<(int End, string Kind, int Change)>? turns = null;
        foreach (var operation in Inside(body))
        {
            var method = operation switch
            {
                IInvocationOperation invocation => invocation.TargetMethod,
                IObjectCreationOperation creation => creation.Constructor,
                IPropertyReferenceOperation property => Accessor(property),
                _ => null,
            };
            if (method is not null && operation.Syntax.SpanStart < end)
            {
                var left = LeftBefore(operation.Syntax.SpanStart, turns ??= TurnsIn(body));
                yield return new BoundCall(
                    operation, method, ClausesOf(operation, method).RemoveAll(c => c.Only ? Enters(body, c.Context) : left.Contains(c.Context)),
                    left.Count == 0 && IsFixed(operation, method));
            }
        }
    }

    // What is taken (1) and given back (-1) in a body, and where.
    private List<(int End, string Kind, int Change)> TurnsIn(IOperation body)
    {
        var turns = new List<(int, string, int)>();
        foreach (var call in Inside(body).OfType<IInvocationOperation>())
        {
            if (_contracts.Of(call.TargetMethod) is { } contract)
            {
                turns.AddRange(contract.Acquires.Select(a => a.Kind).Distinct().Select(kind => (call.Syntax.Span.End, kind, 1)));
                turns.AddRange(contract.Releases.Select(r => r.Kind).Distinct().Select(kind => (call.Syntax.Span.End, kind, -1)));
            }
        }

        return turns;
    }

    // What was taken by a caller, and is given back here for a while, leaves the context that it stands for.
    private ISet<string> LeftBefore(int position, List<(int End, string Kind, int Change)> turns) => turns.Count == 0
        ? ImmutableHashSet<string>.Empty
        : new HashSet<string>(
            turns.Where(turn => turn.End <= position)
                .GroupBy(turn => turn.Kind, turn => turn.Change)
                .Where(kind => kind.Sum() < 0)
                .SelectMany(kind => _contracts.TakesOf(kind.Key).SelectMany(take => EnteredBy(take, kind.Key))),
            StringComparer.Ordinal);

    private IEnumerable<string> EnteredBy(IMethodSymbol take, string kind) =>
        (_contracts.Of(take)?.Acquires ?? ImmutableArray<AcquireClause>.Empty).Where(a => a.Kind == kind).Select(a => a.Enters).OfType<string>();

    // Code that runs in one context enters another by taking what leads there.
    private bool Enters(IOperation body, string context) => Inside(body).OfType<IInvocationOperation>()
        .Any(call => _contracts.Of(call.TargetMethod)?.Acquires.Any(a => a.Enters == context) == true);

    private ImmutableArray<ContextClause> ClausesOf(IOperation call, IMethodSymbol method) => _contracts.Of(method) is { Contexts.IsEmpty: false } contract
        ? contract.Contexts.RemoveAll(c => !ConstantConditions.Hold(c.When, call))
        : ImmutableArray<ContextClause>.Empty;

    // What follows an await may run anywhere.
    private static int EndOf(IOperation body) =>
        Inside(body).OfType<IAwaitOperation>().Select(o => o.Syntax.Span.End).DefaultIfEmpty(int.MaxValue).Min();

    // It runs when somebody asks for its elements.
    private static bool IsIterator(IOperation body) => Inside(body).Any(o => o.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak);

    /// <param name="IsFixed">What runs is what is named, and written in source.</param>
    private readonly record struct BoundCall(IOperation Operation, IMethodSymbol Method, ImmutableArray<ContextClause> Clauses, bool IsFixed);

    private static IMethodSymbol DefinitionOf(IMethodSymbol method) => (method.ReducedFrom ?? method).OriginalDefinition;

    // A call of a base member runs that and no other.
    private bool IsFixed(IOperation call, IMethodSymbol method) =>
        IsHelper(method) || (call is IInvocationOperation { IsVirtual: false, Instance.Syntax: BaseExpressionSyntax } && method.IsInSourceOf(_compilation));

    private bool IsHelper(IMethodSymbol method) => CallGraph.IsFixed(method) && method.IsInSourceOf(_compilation);

    private static IMethodSymbol? Accessor(IPropertyReferenceOperation property) =>
        property.Parent is ISimpleAssignmentOperation assignment && assignment.Target == property ? property.Property.SetMethod : property.Property.GetMethod;

    // Code in a lambda or local function runs when it is called, not here; what is only named does not run.
    private static IEnumerable<IOperation> Inside(IOperation root)
    {
        var pending = new Stack<IOperation>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            yield return operation;
            foreach (var child in operation.ChildOperations.Reverse())
            {
                if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation or INameOfOperation))
                {
                    pending.Push(child);
                }
            }
        }
    }
}
