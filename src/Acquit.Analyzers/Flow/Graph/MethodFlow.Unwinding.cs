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
                Enter(through.FirstBlockOrdinal, _continuations.Get(through, branch, after.Next + 1, after.Outer), world);
            }
            else
            {
                Arrive(branch, after.Outer, world);
            }

            return;
        }

        Unwind(world, after.Region.EnclosingRegion!, after.Outer, after.IsOwnThrow, after.Thrown, hasUnwound: true);
    }

    /// <param name="isCaught">It has been caught before, and is thrown again: that finally blocks run then is written down.</param>
    /// <param name="hasUnwound">A finally block has run since it was thrown. Filters were asked before that, when things were as they were at the throw.</param>
    private void Unwind(World world, ControlFlowRegion from, Continuation? after, bool own, Thrown? thrown, bool isCaught = false, bool hasUnwound = false)
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
                Enter(@finally.FirstBlockOrdinal, _continuations.Get(@finally, own, thrown, after), world);
                return;
            }

            foreach (var handler in parent.NestedRegions.Where(r => r.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler))
            {
                if (thrown?.Is(handler.ExceptionType) == Truth.False)
                {
                    continue;
                }

                var isOfType = CatchesAll(handler.ExceptionType) || thrown?.Is(handler.ExceptionType) == Truth.True;
                var lets = handler.Kind == ControlFlowRegionKind.Catch ? Truth.True : own && !hasUnwound ? _filters.Decide(handler, thrown, world) : Truth.Unknown;
                if (lets == Truth.False)
                {
                    continue;
                }

                Enter(handler.FirstBlockOrdinal, after, thrown is null && !isOfType ? WithoutFailures(world) : world.Clone());
                if (isOfType && lets == Truth.True)
                {
                    return;
                }

                if (own && lets == Truth.Unknown)
                {
                    // What the code means the filter to let pass is not known.
                    world.Change(r => !r.Unsure, r => r with { Unsure = true });
                    _context.Collections?.LeaveAll(world);
                }
            }
        }

        if (own || isCaught)
        {
            _context.Outcomes?.Throw(world);
        }

        if (own)
        {
            Exits.Leave(world, byThrow: true);
        }
    }

    // Who names an exception may know that it comes with the lock, as an abandoned mutex does.
    private static World WithoutFailures(World world)
    {
        var forgetting = world.Clone();
        forgetting.Resources.RemoveAll(r => !r.Owned && world.StatusOf(r) == Status.Failed);
        return forgetting;
    }

    private static bool CatchesAll(ITypeSymbol? caught) =>
        caught is null || caught.SpecialType == SpecialType.System_Object ||
        caught is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool IsInsideTry(ControlFlowRegion region)
    {
        for (ControlFlowRegion? r = region; r is { Kind: not ControlFlowRegionKind.Root }; r = r.EnclosingRegion)
        {
            if (r.Kind == ControlFlowRegionKind.Try)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether what is thrown in a region meets a handler of the body.</summary>
    public static bool IsInsideCatch(ControlFlowRegion region)
    {
        for (ControlFlowRegion? r = region; r is { Kind: not ControlFlowRegionKind.Root }; r = r.EnclosingRegion)
        {
            if (r.Kind == ControlFlowRegionKind.Try && r.EnclosingRegion?.Kind == ControlFlowRegionKind.TryAndCatch)
            {
                return true;
            }
        }

        return false;
    }
}
