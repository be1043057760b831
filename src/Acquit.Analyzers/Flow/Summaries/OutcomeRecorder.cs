using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>Collects the ways in which a method returns, each with nothing left open.</summary>
internal sealed class OutcomeRecorder
{
    /// <summary>A method that can return in more ways is not summed up.</summary>
    private const int MaxOutcomes = 48;

    /// <summary>Conditions that are decided both ways at one exit.</summary>
    private const int MaxOpen = 4;

    private readonly List<Outcome> _outcomes = new();

    public IReadOnlyList<Outcome> Outcomes => _outcomes;

    public bool IsTooMuch { get; private set; }

    /// <summary>A body is followed as for a caller, but nobody asks in which ways it returns.</summary>
    public bool IsIdle { get; init; }

    /// <summary>The ways of having thrown, if those are asked for: by the method itself, or on from a handler of its own.</summary>
    public List<World>? Thrown { get; init; }

    public void Throw(World world)
    {
        if (Thrown is { Count: < MaxOutcomes })
        {
            Thrown.Add(world.Clone());
        }
    }

    public void Record(World world, SymbolTable symbols)
    {
        if (!IsIdle)
        {
            Record(world.Clone(), symbols, 0);
        }
    }

    private void Record(World world, SymbolTable symbols, int depth)
    {
        if (IsTooMuch)
        {
            return;
        }

        world.Settle();
        Value? returned = world.Places.TryGetValue(Place.Returned, out var value) ? Decided(value, world, symbols) : null;
        if (depth < MaxOpen && OpenIn(world, returned, symbols) is { } open)
        {
            foreach (var outcome in new[] { true, false })
            {
                var decided = world.Clone();
                if (decided.Assume(open, outcome))
                {
                    Record(decided, symbols, depth + 1);
                }
            }

            return;
        }

        if (_outcomes.Count >= MaxOutcomes)
        {
            IsTooMuch = true;
            return;
        }

        _outcomes.Add(new Outcome(world, returned));
    }

    private static Value Decided(Value value, World world, SymbolTable symbols) =>
        value is { IsConstant: false, Offset: 0 } && symbols[value.Symbol].Formula is { } formula
            ? world.Evaluate(formula) switch
            {
                Truth.True => Value.One,
                Truth.False => Value.Zero,
                _ => value,
            }
            : value;

    // What a caller could tell by the result is told apart here.
    private static Formula? OpenIn(World world, Value? returned, SymbolTable symbols)
    {
        foreach (var resource in world.Resources)
        {
            if (resource.PendingRelease is { } pending && world.Evaluate(pending) == Truth.Unknown)
            {
                return pending;
            }

            if (resource.Status == Status.Maybe && resource.Conditions.FirstOrDefault(c => world.Evaluate(c) == Truth.Unknown) is { } condition)
            {
                return condition;
            }
        }

        foreach (var content in world.Contents.OrderBy(p => p.Key.Symbol).Select(p => p.Value))
        {
            if ((content.PendingMark?.When ?? content.PendingAccess?.When) is { } touched && world.Evaluate(touched) == Truth.Unknown)
            {
                return touched;
            }
        }

        if (world.GivenBack.Find(g => g.Pending is not null)?.Pending is { } given && world.Evaluate(given) == Truth.Unknown)
        {
            return given;
        }

        return returned is { IsConstant: false, Offset: 0 } result && symbols[result.Symbol].Formula is { } formula && world.Evaluate(formula) == Truth.Unknown
            ? formula
            : null;
    }
}
