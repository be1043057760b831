using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>The fields of a type that calls leave as they are, because nothing but the bodies at hand changes or releases them.</summary>
internal sealed class SteadyFields
{
    /// <summary>For a body of which nothing is known but itself.</summary>
    public static readonly SteadyFields None = new(static _ => false);

    private readonly Func<ISymbol, bool> _isSteady;
    private readonly Dictionary<ISymbol, bool> _known = new(SymbolEqualityComparer.Default);

    /// <param name="isSteady">Asked once for each field that matters: all uses of the field are looked at.</param>
    public SteadyFields(Func<ISymbol, bool> isSteady) => _isSteady = isSteady;

    public bool Contains(ISymbol field)
    {
        if (this == None)
        {
            return false;
        }

        if (!_known.TryGetValue(field, out var known))
        {
            _known.Add(field, known = _isSteady(field));
        }

        return known;
    }
}
