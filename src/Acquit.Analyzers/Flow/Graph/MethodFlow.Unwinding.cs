using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// Finally blocks and exceptions on their way to a handler.
internal sealed partial class MethodFlow
{
    // The end of a finally block or of a filter.
    private void Continue(ControlFlowRegion region, Continuation? after, World world)
    {
        for (ControlFlowRegion? r = region; r is { Kind: not ControlFlowRegionKind.Root }; r = r.EnclosingRegion)
        {
            if (r.Kind == ControlFlowRegionKind.Filter)
            {
                // The filter said no; the search goes on, and was begun at the throw.
                return;
            }

            if (r.Kind == ControlFlowRegionKind.Finally)
            {
                break;
            }
        }

        if (after is null)
        {
            return;
        }

        if (after.Branch is { } branch)
        {
            if (after.Next < branch.FinallyRegions.Length)
            {
                var through = branch.FinallyRegions[after.Next];
                Enter(through.FirstBlockOrdinal, _continuations.Get(through, branch, after.Next + 1, false, after.Outer), world);
            }
            else
            {
                Arrive(branch, after.Outer, world);
            }

            return;
        }

        Unwind(world, after.Region.EnclosingRegion!, after.Outer, after.IsOwnThrow, null);
    }

    /// <param name="isCaught">It has been caught before, and is thrown again: that finally blocks run then is written down.</param>
    private void Unwind(World world, ControlFlowRegion from, Continuation? after, bool own, ITypeSymbol? type, bool isCaught = false)
    {
        for (var region = from; region.Kind != ControlFlowRegionKind.Root && region.EnclosingRegion is { } parent; region = parent)
        {
            if (after is not null && region == after.Region)
            {
                after = after.Outer;
            }

            if (region.Kind != ControlFlowRegionKind.Try)
            {
                continue;
            }

            if (parent.Kind == ControlFlowRegionKind.TryAndFinally)
            {
                if (!own && !isCaught && !IsInsideCatch(parent))
                {
                    return;
                }

                var @finally = parent.NestedRegions.First(r => r.Kind == ControlFlowRegionKind.Finally);
                Enter(@finally.FirstBlockOrdinal, _continuations.Get(@finally, null, 0, own, after), world);
                return;
            }

            foreach (var handler in parent.NestedRegions.Where(r => r.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler))
            {
                if (!MayCatch(handler.ExceptionType, type))
                {
                    continue;
                }

                Enter(handler.FirstBlockOrdinal, after, type is null && !CatchesAll(handler.ExceptionType, type) ? WithoutFailures(world) : world.Clone());
                if (handler.Kind == ControlFlowRegionKind.Catch && CatchesAll(handler.ExceptionType, type))
                {
                    return;
                }
            }
        }

        if (own || isCaught)
        {
            _context.Outcomes?.Throw(world);
        }

        if (own)
        {
            _exits.Leave(world, byThrow: true);
        }
    }

    // Who names an exception may know that it comes with the lock, as an abandoned mutex does.
    private static World WithoutFailures(World world)
    {
        var forgetting = world.Clone();
        forgetting.Resources.RemoveAll(r => !r.Owned && world.StatusOf(r) == Status.Failed);
        return forgetting;
    }

    private static bool MayCatch(ITypeSymbol? caught, ITypeSymbol? thrown) =>
        caught is null || thrown is null || DerivesFrom(thrown, caught) || DerivesFrom(caught, thrown);

    private static bool CatchesAll(ITypeSymbol? caught, ITypeSymbol? thrown) =>
        caught is null || caught.SpecialType == SpecialType.System_Object ||
        caught is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } ||
        (thrown is not null && DerivesFrom(thrown, caught));

    private static bool DerivesFrom(ITypeSymbol type, ITypeSymbol ancestor)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(t, ancestor))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInsideCatch(ControlFlowRegion region) => IsInside(region, ControlFlowRegionKind.TryAndCatch);

    private static bool IsInsideFinally(ControlFlowRegion region) => IsInside(region, ControlFlowRegionKind.TryAndFinally);

    // The guarded part of such a statement.
    private static bool IsInside(ControlFlowRegion region, ControlFlowRegionKind statement)
    {
        for (ControlFlowRegion? r = region; r is { Kind: not ControlFlowRegionKind.Root }; r = r.EnclosingRegion)
        {
            if (r.Kind == ControlFlowRegionKind.Try && r.EnclosingRegion?.Kind == statement)
            {
                return true;
            }
        }

        return false;
    }
}
