using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// What follows the finally block that is running: the rest of a branch through it, or the search for a handler. Two ways into
/// one finally block are thus followed apart.
/// </summary>
internal sealed class Continuation
{
    private Continuation(ControlFlowRegion region, ControlFlowBranch? branch, int next, bool own, Thrown? thrown, Continuation? outer)
    {
        Region = region;
        Branch = branch;
        Next = next;
        IsOwnThrow = own;
        Thrown = thrown;
        Outer = outer;
    }

    /// <summary>The finally region that this belongs to.</summary>
    public ControlFlowRegion Region { get; }

    /// <summary>The branch that goes on after the block; null when an exception does.</summary>
    public ControlFlowBranch? Branch { get; }

    /// <summary>The next of the branch's finally regions.</summary>
    public int Next { get; }

    /// <summary>Whether the exception is thrown by a statement of the method.</summary>
    public bool IsOwnThrow { get; }

    /// <summary>What is known of that exception.</summary>
    public Thrown? Thrown { get; }

    /// <summary>What follows the finally block around this one, when one was running already.</summary>
    public Continuation? Outer { get; }

    /// <summary>Makes each continuation once, so that they can be compared by reference.</summary>
    public sealed class Pool
    {
        private readonly Dictionary<(ControlFlowRegion, ControlFlowBranch?, int, bool, Thrown?, Continuation?), Continuation> _all = new();

        /// <summary>A branch goes on.</summary>
        public Continuation Get(ControlFlowRegion region, ControlFlowBranch branch, int next, Continuation? outer) => Get(region, branch, next, false, null, outer);

        /// <summary>An exception does.</summary>
        public Continuation Get(ControlFlowRegion region, bool own, Thrown? thrown, Continuation? outer) => Get(region, null, 0, own, thrown, outer);

        private Continuation Get(ControlFlowRegion region, ControlFlowBranch? branch, int next, bool own, Thrown? thrown, Continuation? outer)
        {
            var key = (region, branch, next, own, thrown, outer);
            if (!_all.TryGetValue(key, out var continuation))
            {
                continuation = new Continuation(region, branch, next, own, thrown, outer);
                _all.Add(key, continuation);
            }

            return continuation;
        }
    }
}
