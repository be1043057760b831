using System.Collections.Concurrent;
using Acquit.Analyzers.Configuration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>The control-flow graphs of methods declared in source, wherever in the compilation.</summary>
internal sealed class BodyGraphs
{
    private readonly ConcurrentDictionary<SyntaxTree, BodiesOfTree> _trees = new();
    private readonly ConcurrentDictionary<SyntaxNode, bool> _givenUp = new();
    private volatile bool _isSettled;

    public BodyGraphs(Compilation compilation, TreeOptions options)
    {
        Compilation = compilation;
        FieldNames = new Fields.FieldNames(compilation);
        Options = options;
    }

    public Compilation Compilation { get; }

    /// <summary>Where the types of the compilation name their fields.</summary>
    public Fields.FieldNames FieldNames { get; }

    /// <summary>What the user chose for each file.</summary>
    public TreeOptions Options { get; }

    /// <summary>The graph of a body that is followed for its own sake. After that nobody is likely to ask again, so it is not kept.</summary>
    public ControlFlowGraph? Take(SyntaxNode body, SemanticModel model, CancellationToken cancellationToken) =>
        _trees.TryGetValue(body.SyntaxTree, out var bodies) && bodies.Graphs.TryRemove(body, out var known) ? known : ControlFlowGraph.Create(body, model, cancellationToken);

    /// <summary>The graph of a body that is followed afterwards: it is kept until then.</summary>
    public ControlFlowGraph? Look(SyntaxNode body, SemanticModel model, CancellationToken cancellationToken) =>
        In(body.SyntaxTree).Graphs.GetOrAdd(body, b => ControlFlowGraph.Create(b, model, cancellationToken));

    /// <summary>The names in a body: read once, for all who look at what becomes of what it acquires.</summary>
    public NamesOfBody NamesOf(SyntaxNode body) => In(body.SyntaxTree).Names.GetOrAdd(body, NamesOfBody.Read);

    /// <summary>
    /// The file is done with. What was made for it is not kept, as the compiler does not keep what it has bound there; whoever follows a call
    /// into it from elsewhere has it made once more.
    /// </summary>
    public void Forget(SyntaxTree tree) => _trees.TryRemove(tree, out _);

    /// <summary>The body cannot be followed; nobody need try again.</summary>
    public void GiveUp(SyntaxNode declaration)
    {
        if (!_isSettled)
        {
            _givenUp.TryAdd(declaration, true);
        }
    }

    /// <summary>From now on files are analyzed, in any order: what is said of one must not depend on what was summed up for another.</summary>
    public void SettleGivenUp() => _isSettled = true;

    public bool IsGivenUp(SyntaxNode declaration) => _givenUp.ContainsKey(declaration);

    /// <summary>The model that has bound most of a file so far: the one at hand, unless another was needed before.</summary>
    public SemanticModel Prefer(SemanticModel model) => _trees.GetOrAdd(model.SyntaxTree, _ => new BodiesOfTree(model)).Model;

    /// <summary>The declaration of the only body of a method; null when it has none, or none of its own.</summary>
    public static SyntaxNode? DeclarationOf(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var declared = method.PartialImplementationPart ?? method;
        if (declared.DeclaringSyntaxReferences.Length != 1)
        {
            return null;
        }

        var declaration = declared.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        return declaration switch
        {
            BaseMethodDeclarationSyntax m when m.Body is not null || m.ExpressionBody is not null => m,
            AccessorDeclarationSyntax a when a.Body is not null || a.ExpressionBody is not null => a,
            LocalFunctionStatementSyntax l when l.Body is not null || l.ExpressionBody is not null => l,
            ArrowExpressionClauseSyntax arrow => arrow,
            _ => null,
        };
    }

    /// <summary>
    /// The same of a method that may be declared elsewhere: in an editor, projects refer to one another by their sources, which are none of
    /// this compilation's. A build sees an assembly there, and so no body.
    /// </summary>
    public SyntaxNode? OwnDeclarationOf(IMethodSymbol method, CancellationToken cancellationToken) =>
        DeclarationOf(method, cancellationToken) is { } declaration && Compilation.ContainsSyntaxTree(declaration.SyntaxTree) ? declaration : null;

    /// <summary>Whether the body runs when its result is enumerated, not when it is called.</summary>
    public static bool IsIterator(SyntaxNode declaration) =>
        declaration is not (MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax } or LocalFunctionStatementSyntax { ReturnType: PredefinedTypeSyntax } or ConstructorDeclarationSyntax) &&
        declaration.DescendantNodes(n => n == declaration || n is not (LocalFunctionStatementSyntax or ExpressionSyntax)).Any(n => n is YieldStatementSyntax);

    public ControlFlowGraph? Of(IMethodSymbol method, SyntaxNode declaration, CancellationToken cancellationToken)
    {
        if (method.MethodKind != MethodKind.LocalFunction)
        {
            var bodies = In(declaration.SyntaxTree);
            return bodies.Graphs.GetOrAdd(declaration, d => ControlFlowGraph.Create(d, bodies.Model, cancellationToken));
        }

        return method.ContainingSymbol is IMethodSymbol outer && OwnDeclarationOf(outer, cancellationToken) is { } around &&
               Of(outer, around, cancellationToken) is { } graph &&
               graph.LocalFunctions.FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f, method)) is { } local
            ? graph.GetLocalFunctionControlFlowGraph(local, cancellationToken)
            : null;
    }

    public SemanticModel ModelOf(SyntaxTree tree) => In(tree).Model;

#pragma warning disable RS1030 // A callee's body may stand in another file. It is asked for once, and only if something tracked passes through the call.
    private BodiesOfTree In(SyntaxTree tree) => _trees.GetOrAdd(tree, t => new BodiesOfTree(Compilation.GetSemanticModel(t)));
#pragma warning restore RS1030

    private sealed class BodiesOfTree
    {
        public BodiesOfTree(SemanticModel model) => Model = model;

        public SemanticModel Model { get; }

        public ConcurrentDictionary<SyntaxNode, ControlFlowGraph?> Graphs { get; } = new();

        public ConcurrentDictionary<SyntaxNode, NamesOfBody> Names { get; } = new();
    }
}
