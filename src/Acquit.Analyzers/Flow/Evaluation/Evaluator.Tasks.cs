using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

// What awaiting a task may bring.
internal sealed partial class Evaluator
{
    // A task that fails, as one that is cancelled does, has acquired nothing.
    private World WithoutFailed(Value awaited, World world)
    {
        if (awaited.IsConstant || Throwing is null || Symbols[awaited.Symbol].Operation is not { } call || !world.Resources.Exists(r => r.Site.Call == call))
        {
            return world;
        }

        var failed = world.Clone();
        failed.Resources.RemoveAll(r => r.Site.Call == call);
        return failed;
    }
}
