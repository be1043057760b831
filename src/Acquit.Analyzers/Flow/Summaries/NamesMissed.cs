using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// Where none of the names was found while something was found out: as long as no new name is there either, it stays true. What was
/// found somewhere stays found. For one thread, until it is part of an answer.
/// </summary>
internal sealed class NamesMissed
{
    private readonly HashSet<IMethodSymbol> _inName = new(SymbolEqualityComparer.Default);
    private readonly HashSet<IMethodSymbol> _inText = new(SymbolEqualityComparer.Default);
    private readonly HashSet<IMethodSymbol> _inReach = new(SymbolEqualityComparer.Default);

    // What it rests on, as it stands there: many answers rest on the same ones, and ask for them again and again.
    private readonly HashSet<NamesMissed> _others = new();

    /// <summary>Something was asked of which it is not known where names were missed, as where methods call each other in a circle.</summary>
    public bool IsUnclear { get; private set; }

    public void InName(IMethodSymbol method) => _inName.Add(method);

    public void InText(IMethodSymbol method) => _inText.Add(method);

    public void InReach(IMethodSymbol method) => _inReach.Add(method);

    /// <summary>It rests on another answer, too, to which nothing is added any more; null for one of which nothing is known.</summary>
    public void Add(NamesMissed? other)
    {
        if (other is null || other.IsUnclear)
        {
            IsUnclear = true;
        }
        else
        {
            _others.Add(other);
        }
    }

    /// <summary>Whether all of it is missed as well by somebody who looks for more.</summary>
    public bool AreMissedBy(Func<IMethodSymbol, bool> inName, Func<IMethodSymbol, bool> inText, Func<IMethodSymbol, bool> inReach)
    {
        var seen = new HashSet<NamesMissed> { this };
        var pending = new Stack<NamesMissed>(seen);
        while (pending.Count > 0)
        {
            var each = pending.Pop();
            if (each.IsUnclear || each._inName.Any(inName) || each._inText.Any(inText) || each._inReach.Any(inReach))
            {
                return false;
            }

            foreach (var other in each._others)
            {
                if (seen.Add(other))
                {
                    pending.Push(other);
                }
            }
        }

        return true;
    }
}
