using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

internal enum StepKind
{
    Acquired,
    Released,

    /// <summary>A condition came out true or false.</summary>
    Branch,

    /// <summary>An exception left this call for a handler.</summary>
    Thrown,

    /// <summary>Something held was put into a collection that the method alone knows of.</summary>
    PutIn,
}

/// <summary>How a world got where it is: the last step and the trail before it.</summary>
internal sealed class Trail
{
    public Trail(Trail? previous, StepKind kind, SyntaxNode node, bool outcome = true, bool isOpen = false, AcquireSite? released = null, bool isPending = false, Formula? condition = null)
    {
        Previous = previous;
        Kind = kind;
        Node = node;
        Outcome = outcome;
        IsOpen = isOpen;
        Released = released;
        IsPending = isPending;
        Condition = condition;
        Length = (previous?.Length ?? 0) + 1;
    }

    public Trail? Previous { get; }

    public StepKind Kind { get; }

    public SyntaxNode Node { get; }

    /// <summary>For a branch: how the condition came out.</summary>
    public bool Outcome { get; }

    /// <summary>It might have come out otherwise, for all that was known.</summary>
    public bool IsOpen { get; }

    /// <summary>For a branch: what was asked.</summary>
    public Formula? Condition { get; }

    /// <summary>What it releases: other things that are held are left as they are.</summary>
    public AcquireSite? Released { get; }

    /// <summary>It is only known later whether anything was released.</summary>
    public bool IsPending { get; }

    public int Length { get; }

    /// <summary>The steps after the given one, in the order they happened; all of them when it is not on the trail.</summary>
    public static IReadOnlyList<Trail> After(Trail? last, Trail? first)
    {
        var steps = new List<Trail>();
        for (var step = last; step is not null && step != first; step = step.Previous)
        {
            steps.Add(step);
        }

        steps.Reverse();
        return steps;
    }
}
