using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Locks;

/// <summary>What a world says of one lock.</summary>
/// <param name="Held">It, or a stronger form, is held by this.</param>
/// <param name="Weaker">A weaker form is held by this.</param>
/// <param name="Last">It was held by this, or an attempt to take it failed.</param>
/// <param name="IsGivenUp">What the caller may have held was given up.</param>
/// <param name="IsOpen">It cannot be told.</param>
internal sealed record Holding(Resource? Held, Resource? Weaker, Resource? Last, bool IsGivenUp, bool IsOpen)
{
    /// <summary>It is held by this if the attempt to take it succeeded, of which nobody has asked; and by nothing else.</summary>
    public Resource? Tried { get; init; }

    /// <summary>Whatever was held is not any more.</summary>
    public bool IsOver => Last is not null || IsGivenUp;

    public static Holding Of(Value key, RequireClause clause, World world, FlowContext context)
    {
        var lesser = clause.Held ? context.Contracts.ImpliedBy(clause.Kind) : ImmutableHashSet<string>.Empty;
        var symbols = context.Symbols;
        bool IsOnKey(Value other) => IsOn(other, key, world, context);

        Resource? held = null;
        Resource? weaker = null;
        Resource? last = null;
        Resource? tried = null;
        var isOpen = false;
        foreach (var resource in world.Resources)
        {
            var meets = resource.Kind == clause.Kind || resource.Site.Clause.Implies.Contains(clause.Kind);
            if (!meets && !lesser.Contains(resource.Kind))
            {
                continue;
            }

            if (!IsOnKey(resource.Key))
            {
                // What is held along is held on what the holder was got from, as the lock is that a scope belongs to.
                var isAlong = resource.Kind != clause.Kind && resource.Site.Clause.Target.IsReturn;
                var source = resource.Key;
                var isKnown = !isAlong || world.Leads.TryGetValue(resource.Key, out source);
                if (!isAlong || !isKnown || !IsOnKey(source))
                {
                    isOpen |= resource.IsLive && !(isKnown && AreDistinct(source, key, symbols));
                    continue;
                }
            }

            switch (resource.Unsure || resource.Escaped || resource.Moved || resource.PendingRelease is not null ? Status.Maybe : world.StatusOf(resource))
            {
                case Status.Maybe when meets && IsAttempt(resource) && ClassLibrary.ReturnsWithTheLock(resource.Site.Method):
                    held = resource;
                    break;
                case Status.Maybe when meets && tried is null && IsAttempt(resource):
                    tried = resource;
                    break;
                case Status.Maybe:
                    isOpen = true;
                    break;
                case Status.Held when meets:
                    held = resource;
                    break;
                case Status.Held:
                    weaker = resource;
                    break;
                default:
                    last = meets ? resource : last;
                    break;
            }
        }

        var givenUp = world.GivenBack.FindAll(g =>
            (g.Clause.Kind == clause.Kind || context.Contracts.ImpliedBy(g.Clause.Kind).Contains(clause.Kind)) && IsOnKey(g.Key));
        isOpen |= givenUp.Exists(g => g.Pending is not null || g.IsUnclear);
        return new Holding(held, weaker, last, !givenUp.IsEmpty, isOpen || tried is not null) { Tried = isOpen || weaker is not null ? null : tried };
    }

    // All that is open is what the call told.
    private static bool IsAttempt(Resource resource) =>
        resource is { Status: Status.Maybe, Unsure: false, Escaped: false, Moved: false, PendingRelease: null, PendingEscape: null };

    /// <summary>Whether a value is the one that is asked about.</summary>
    public static bool IsOn(Value value, Value key, World world, FlowContext context) =>
        context.Symbols.AreSame(value, key, world.Facts) || (context.Symbols[key.Symbol].Origin == Origin.Ambient && context.Symbols[value.Symbol].Origin == Origin.Ambient);

    /// <summary>
    /// Two parameters, the same member of two, two fields of one that are set once, a thing and its member: nobody means the same
    /// object by these.
    /// </summary>
    public static bool AreDistinct(Value one, Value other, SymbolTable symbols)
    {
        var (a, b) = (symbols[one.Symbol], symbols[other.Symbol]);
        if ((a.Origin == Origin.Member && a.Base == other) || (b.Origin == Origin.Member && b.Base == one))
        {
            return true;
        }

        if (a.Origin == Origin.NewObject || b.Origin == Origin.NewObject)
        {
            return a.Origin != Origin.Join && b.Origin != Origin.Join;
        }

        if (a.Origin == Origin.Member && b.Origin == Origin.Member)
        {
            return SymbolEqualityComparer.Default.Equals(a.Member, b.Member)
                ? AreDistinct(a.Base, b.Base, symbols)
                : a.Base == b.Base && a.Member is IFieldSymbol { IsReadOnly: true } && b.Member is IFieldSymbol { IsReadOnly: true };
        }

        return a.Origin == Origin.Parameter && b.Origin == Origin.Parameter && a.Id != b.Id;
    }
}
