using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Locks;

// A lock that is given back where an error ends the method, though it is taken only behind that: whoever comes there does not hold it,
// or whoever goes past would wait for it for ever.
internal sealed partial class JumpedOver
{
    /// <summary>Ways to one call that are remembered.</summary>
    private const int MaxWays = 8;

    private readonly Dictionary<(AcquireSite Site, Value Key), List<Trail>> _taken = new();

    /// <summary>A lock is taken, and nothing of it was given back before.</summary>
    public void Taken(Resource taken, World world)
    {
        if (taken is { IsContainer: true } or { Unsure: true } or { AcquiredAt: null } || taken.Key.IsConstant ||
            !_context.Contracts.IsExclusive(taken.Kind) || !TakenOnce.RefusesHolder(taken.Site, _context) ||
            world.GivenBack.Exists(g => g.Clause.Kind == taken.Kind && g.Key == taken.Key))
        {
            return;
        }

        if (!_taken.TryGetValue((taken.Site, taken.Key), out var ways))
        {
            _taken.Add((taken.Site, taken.Key), ways = new());
        }

        if (ways.Count < MaxWays)
        {
            ways.Add(taken.AcquiredAt!);
        }
    }

    private bool IsBeforeTaking(Value key, string kind, IOperation release, Trail? way)
    {
        if (_taken.Count == 0 || IsJumpedBackTo(release.Syntax))
        {
            return false;
        }

        while (way is { Kind: StepKind.Released or StepKind.Branch } && !(way.IsOpen && way.Node.FirstAncestorOrSelf<IfStatementSyntax>(n => n.Condition.Span.Contains(way.Node.Span)) is not null))
        {
            // What is done before it in the branch.
            way = way.Previous;
        }

        return way is { Kind: StepKind.Branch } && ChosenBy(way, kind) is { } chosen && chosen.Span.Contains(release.Syntax.Span) &&
               Last(chosen) is ReturnStatementSyntax or ThrowStatementSyntax &&
               _taken.Any(t => t.Key.Key == key && t.Key.Site.Clause.Kind == kind && t.Key.Site.Call.Syntax is var taking && IsBehind(taking, chosen) &&
                               t.Value.Exists(other => GoesPast(other, way, LoopStatements.Around(chosen).LastOrDefault(), kind)));
    }

    // Whoever goes past the loops around comes there.
    private static bool IsBehind(SyntaxNode taking, StatementSyntax chosen) =>
        taking.SpanStart >= chosen.Span.End && LoopStatements.Around(chosen).All(loop => !loop.Span.Contains(taking.Span) && loop.Parent!.Span.Contains(taking.Span));

    // With all that was decided before decided alike, this the other way, and nothing after it that the caller may know. A loop is gone past
    // in whatever round.
    private bool GoesPast(Trail other, Trail way, SyntaxNode? loop, string kind)
    {
        var steps = new HashSet<(SyntaxNode Node, bool Outcome)>();
        var isPast = true;
        for (var step = other; step is not null; step = step.Previous)
        {
            if (step is not { Kind: StepKind.Branch, IsOpen: true })
            {
                continue;
            }

            isPast &= step.Node != way.Node && (loop is null || step.Node.SpanStart > loop.Span.End);
            if (isPast && !LoopStatements.Is(step.Node.Parent!) && !IsAnswer(step.Node, kind))
            {
                return false;
            }

            steps.Add((step.Node, step.Outcome));
        }

        if (loop is null && !steps.Contains((way.Node, !way.Outcome)))
        {
            return false;
        }

        for (var step = way.Previous; step is not null; step = step.Previous)
        {
            if (step is { Kind: StepKind.Branch, IsOpen: true } && step.Node != way.Node && loop?.Span.Contains(step.Node.Span) != true &&
                (!steps.Contains((step.Node, step.Outcome)) || (steps.Contains((step.Node, !step.Outcome)) && !LoopStatements.Is(step.Node.Parent!))))
            {
                return false;
            }
        }

        return true;
    }

    // An array of the method's own, of which nobody else gets hold.
    private bool IsAnswerInElement(ILocalSymbol array, string kind)
    {
        if (_context.Captured.Contains(array))
        {
            return false;
        }

        var isGiven = false;
        foreach (var operation in _context.Root!.Descendants())
        {
            if (operation is IVariableDeclaratorOperation { Symbol: var declared } declarator && SymbolEqualityComparer.Default.Equals(declared, array))
            {
                if (declarator.GetVariableInitializer() is not { Value: IArrayCreationOperation { Initializer: null } })
                {
                    return false;
                }
            }
            else if (operation is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, array))
            {
                if (operation.Parent is not IArrayElementReferenceOperation element)
                {
                    return false;
                }

                if (element.Parent is ISimpleAssignmentOperation assignment && assignment.Target == element)
                {
                    if (!assignment.Value.ConstantValue.HasValue && !(Evaluator.Unwrap(assignment.Value) is IInvocationOperation call && IsAnswer(call, kind)))
                    {
                        return false;
                    }

                    isGiven |= !assignment.Value.ConstantValue.HasValue;
                }
                else if (Closures.IsWritten(element))
                {
                    return false;
                }
            }
        }

        return isGiven;
    }
}
