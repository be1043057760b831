using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// What awaiting a task may bring.
internal sealed partial class Evaluator
{
    // A task that fails, as one that is cancelled does, has acquired nothing.
    private World WithoutFailed(Value awaited, World world)
    {
        if (awaited.IsConstant || (Throwing is null && Cancelled is null) || Symbols[awaited.Symbol].Operation is not { } call || !world.Resources.Exists(r => r.Site.Call == call))
        {
            return world;
        }

        var failed = world.Clone();
        var isCancelled = Cancelling.IsPossible(call);
        failed.Resources.RemoveAll(r => r.Site.Call == call && !(isCancelled && IsDeclared(r)));
        failed.Change(r => r.Site.Call == call, r => r with { Status = Status.Failed, Conditions = ImmutableArray<Formula>.Empty });
        return failed;
    }

    // What a token may cut short goes on in the finally blocks around it.
    private void ThrowFrom(IAwaitOperation await, Value awaited, World world)
    {
        if (Throwing is not null)
        {
            Throwing(WithoutFailed(awaited, world), await);
        }
        else if (Cancelled is not null && Symbols[awaited.Symbol].Operation is { } call && Cancelling.IsPossible(call) && world.Resources.Exists(r => r.Site.Call == call && IsDeclared(r)))
        {
            Cancelled(WithoutFailed(awaited, world), await);
        }
    }

    // Of something that was there before.
    private bool IsDeclared(Resource resource) => !resource.Owned && _context.Contracts.Of(resource.Site.Method) is not null;
}
