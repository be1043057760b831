using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>What code that a call may run needs of the locks that the caller holds: that it can take them.</summary>
internal static class CodeThatIsRun
{
    /// <summary>What must not be held, by which method; of methods that lock what their callers can name, or what there is one of.</summary>
    public static IEnumerable<(IMethodSymbol Handler, Need Need)> NeedsOf(
        RunClause clause, FlowContext context, Func<IMethodSymbol, CancellationToken, ImmutableArray<Need>> needsOf)
    {
        foreach (var handler in context.Reach.Handlers.Of(clause.Context))
        {
            foreach (var need in needsOf(handler, context.CancellationToken))
            {
                if (need.Runs is null && !need.Clause.Held && (need.Target.Kind == TargetKind.Ambient || IsOfTheSameObject(need.Target, handler, context.Owner)))
                {
                    yield return (handler, need);
                }
            }
        }
    }

    // Every object hands over its own code, which takes its own locks.
    private static bool IsOfTheSameObject(Target target, IMethodSymbol handler, ISymbol caller) =>
        target is { Kind: TargetKind.Receiver, Path: not null } && !caller.IsStatic && !handler.IsStatic &&
        SymbolEqualityComparer.Default.Equals(handler.ContainingType, caller.ContainingType?.OriginalDefinition);
}
