using Acquit.Analyzers.Contracts;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>Whether what was taken, if it was, had not been held before.</summary>
internal static class TakenOnce
{
    /// <summary>
    /// One at a time has it, or it was taken here by a call that needs it not to be held: then one release is all that there can be,
    /// and where the call failed nothing is held.
    /// </summary>
    public static bool Is(Resource resource, FlowContext context)
    {
        if (resource is { Foreign: true } or { Escaped: true } or { IsContainer: true })
        {
            return false;
        }

        return context.Contracts.IsExclusive(resource.Kind) || RefusesHolder(resource.Site, context);
    }

    /// <summary>It was taken by a call that needs it not to be held.</summary>
    public static bool RefusesHolder(AcquireSite site, FlowContext context)
    {
        var (method, clause) = (site.Method, site.Clause);
        bool IsMeant(Target target, RequireClause requires) =>
            !requires.Held && target == clause.Target && (requires.Kind == clause.Kind || clause.Implies.Contains(requires.Kind));

        return context.Contracts.Of(method) is { } contract
            ? contract.Requires.Any(r => r.When.Tests.IsEmpty && IsMeant(r.Target, r))
            : context.Summaries.Needs.Of(method, context.CancellationToken).Any(n => n.Runs is null && IsMeant(n.Target, n.Clause));
    }
}
