using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Acquit.Analyzers.Flow.Usage;

/// <summary>What is known of variables and captures at one place, on all ways that lead there.</summary>
internal sealed class BitState
{
    private readonly Dictionary<ISymbol, Bits> _variables;
    private readonly Dictionary<CaptureId, Bits> _captures;

    public BitState()
        : this(new Dictionary<ISymbol, Bits>(SymbolEqualityComparer.Default), new Dictionary<CaptureId, Bits>())
    {
    }

    private BitState(Dictionary<ISymbol, Bits> variables, Dictionary<CaptureId, Bits> captures)
    {
        _variables = variables;
        _captures = captures;
    }

    public Bits Get(ISymbol variable) => _variables.TryGetValue(variable, out var bits) ? bits : Bits.Unknown;

    public Bits Get(CaptureId capture) => _captures.TryGetValue(capture, out var bits) ? bits : Bits.Unknown;

    public void Set(ISymbol variable, Bits bits) => Set(_variables, variable, bits);

    public void Set(CaptureId capture, Bits bits) => Set(_captures, capture, bits);

    public BitState Copy() => new(
        new Dictionary<ISymbol, Bits>(_variables, SymbolEqualityComparer.Default), new Dictionary<CaptureId, Bits>(_captures));

    /// <summary>Keeps what holds in the other as well. Whether anything was lost.</summary>
    public bool Meet(BitState other) => Meet(_variables, other._variables) | Meet(_captures, other._captures);

    private static void Set<TKey>(Dictionary<TKey, Bits> known, TKey key, Bits bits)
        where TKey : notnull
    {
        if (bits == Bits.Unknown)
        {
            known.Remove(key);
        }
        else
        {
            known[key] = bits;
        }
    }

    private static bool Meet<TKey>(Dictionary<TKey, Bits> known, Dictionary<TKey, Bits> other)
        where TKey : notnull
    {
        var lost = false;
        foreach (var entry in known.ToList())
        {
            var met = other.TryGetValue(entry.Key, out var bits) ? entry.Value.Meet(bits) : Bits.Unknown;
            lost |= met != entry.Value;
            Set(known, entry.Key, met);
        }

        return lost;
    }
}
