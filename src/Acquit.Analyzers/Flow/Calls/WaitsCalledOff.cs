using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Waits for a lock that are given a token to call them off. When that happens they throw, and have taken nothing: a handler around them
/// that gives back does so with what somebody else has.
/// </summary>
internal sealed class WaitsCalledOff
{
    private readonly FlowContext _context;
    private readonly Dictionary<IOperation, bool> _known = new();
    private Thrown? _thrown;

    public WaitsCalledOff(FlowContext context) => _context = context;

    /// <summary>What they throw.</summary>
    public Thrown? Thrown => _thrown ??= _context.Compilation.GetTypeByMetadataName("System.OperationCanceledException") is { } type ? new Thrown(type, false) : null;

    /// <summary>The world in which a wait was called off.</summary>
    /// <param name="call">What takes.</param>
    /// <param name="at">Where the exception comes out.</param>
    /// <param name="taken">The world in which it has taken.</param>
    /// <returns>Null where it cannot be called off, or where that is nothing to go by.</returns>
    public World? Of(IOperation call, SyntaxNode at, World taken)
    {
        if (_context.OwnContract is not null || !taken.Resources.Exists(r => r.Site.Call == call) || !CanBeCalledOff(call))
        {
            return null;
        }

        var waited = taken.Resources.Where(r => r.Site.Call == call).ToList();
        if (!waited.TrueForAll(r => r is { Owned: false, Escaped: false, Unsure: false, IsContainer: false, Reported: false, IsLive: true, PendingRelease: null, Site.Clause.Target.IsReturn: false }) ||
            waited.Exists(r => taken.Resources.Exists(o => o.Site.Call != call && (o.IsLive || o.Unsure) && IsSame(o, r))))
        {
            return null;
        }

        var world = taken.Clone();
        world.Resources.RemoveAll(o => o.Site.Call != call && waited.Exists(r => IsSame(o, r)));
        foreach (var each in waited)
        {
            world.Replace(each, each with { Status = Status.Failed, Conditions = ImmutableArray<Formula>.Empty, Surely = null, CalledOffAt = at });
        }

        world.Step(StepKind.Thrown, at);
        return world;
    }

    private static bool IsSame(Resource other, Resource resource) => other.Key == resource.Key && other.Kind == resource.Kind;

    private bool CanBeCalledOff(IOperation call)
    {
        if (!_known.TryGetValue(call, out var known))
        {
            known = call is IInvocationOperation { TargetMethod: var method, Arguments: var arguments } && arguments.Any(a => IsToken(a.Parameter?.Type) && IsCancellable(a.Value)) &&
                    _context.Contracts.Of(method) is not null;
            _known.Add(call, known);
        }

        return known;
    }

    private static bool IsToken(ITypeSymbol? type) =>
        type is { Name: nameof(CancellationToken), ContainingNamespace: { Name: nameof(System.Threading), ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } } };

    // One that came from outside, or from a source; a default one cannot be.
    private bool IsCancellable(IOperation token) => Evaluator.Unwrap(token) switch
    {
        IParameterReferenceOperation { Parameter: var parameter } => IsToken(parameter.Type) && !IsWritten(parameter),
        ILocalReferenceOperation { Local: var local } => !IsWritten(local) && InitializerOf(local) is { } value && IsCancellable(value),
        IPropertyReferenceOperation { Property: { IsStatic: false } property } => IsToken(property.Type),
        IFieldReferenceOperation { Field: { IsStatic: false } field } => IsToken(field.Type),
        _ => false,
    };

    private bool IsWritten(ISymbol variable) => _context.Unstable.Contains(variable) || _context.Root!.Descendants().Any(o => o switch
    {
        ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, variable) && Closures.IsWritten(local),
        IParameterReferenceOperation parameter => SymbolEqualityComparer.Default.Equals(parameter.Parameter, variable) && Closures.IsWritten(parameter),
        _ => false,
    });

    private IOperation? InitializerOf(ILocalSymbol local) => _context.Root!.Descendants().OfType<IVariableDeclaratorOperation>()
        .FirstOrDefault(d => SymbolEqualityComparer.Default.Equals(d.Symbol, local))?.GetVariableInitializer()?.Value;

    /// <summary>
    /// Whether a release stands in a handler around a wait that was called off, and is come to whatever the handler asks: anything that it
    /// asks may tell that nothing was taken, and so may an error that it swallows.
    /// </summary>
    public static bool IsAnswered(Resource wait, SyntaxNode release, Trail? way)
    {
        if (wait.CalledOffAt is not { } at || ClauseAround(release, at) is not { } clause)
        {
            return false;
        }

        for (; way is not null && way.Kind != StepKind.Thrown; way = way.Previous)
        {
            if (way is { Kind: StepKind.Branch, IsOpen: true } &&
                (clause is CatchClauseSyntax || way.Node.FirstAncestorOrSelf<StatementSyntax>()?.Span.Contains(release.Span) != false))
            {
                return false;
            }
        }

        return way?.Node == at;
    }

    private static SyntaxNode? ClauseAround(SyntaxNode release, SyntaxNode wait)
    {
        for (var node = release; node.Parent is { } parent && !LoopStatements.IsBodyOfItsOwn(node); node = parent)
        {
            if (parent is TryStatementSyntax { Catches.Count: > 0 } inner && inner.Block == node)
            {
                return null;
            }

            if (node is FinallyClauseSyntax or CatchClauseSyntax && parent is TryStatementSyntax around && around.Block.Span.Contains(wait.Span))
            {
                return node;
            }
        }

        return null;
    }
}
