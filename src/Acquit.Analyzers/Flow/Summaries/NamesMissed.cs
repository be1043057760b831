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

    /// <summary>Something was asked of which it is not known where names were missed, as where methods call each other in a circle.</summary>
    public bool IsUnclear { get; private set; }

    public void InName(IMethodSymbol method) => _inName.Add(method);

    public void InText(IMethodSymbol method) => _inText.Add(method);

    public void InReach(IMethodSymbol method) => _inReach.Add(method);

    /// <summary>It rests on another answer, too.</summary>
    public void Add(NamesMissed? other)
    {
        if (other is null || other.IsUnclear)
        {
            IsUnclear = true;
            return;
        }

        _inName.UnionWith(other._inName);
        _inText.UnionWith(other._inText);
        _inReach.UnionWith(other._inReach);
    }

    /// <summary>Whether all of it is missed as well by somebody who looks for more.</summary>
    public bool AreMissedBy(Func<IMethodSymbol, bool> inName, Func<IMethodSymbol, bool> inText, Func<IMethodSymbol, bool> inReach) =>
        !IsUnclear && !_inName.Any(inName) && !_inText.Any(inText) && !_inReach.Any(inReach);
}
