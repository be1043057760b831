using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>
/// What is read off the symbols of a compiled assembly, kept for as long as they are: compilations of a project share them from one edit
/// to the next. Safe to use from several threads.
/// </summary>
/// <typeparam name="TKey">What is asked about.</typeparam>
/// <typeparam name="TAnswer">What is said of it by the assembly alone, whoever asks.</typeparam>
internal sealed class OfMetadata<TKey, TAnswer>
    where TKey : notnull
{
    private readonly ConditionalWeakTable<IAssemblySymbol, ConcurrentDictionary<TKey, TAnswer>> _assemblies = new();
    private readonly IEqualityComparer<TKey> _comparer;

    public OfMetadata(IEqualityComparer<TKey> comparer) => _comparer = comparer;

    /// <summary>The answer from before; sources are asked each time, since their symbols go with their compilation.</summary>
    /// <param name="assembly">Where the symbols come from; the signature of a function pointer comes from none.</param>
    public TAnswer Get(IAssemblySymbol? assembly, TKey key, Func<TKey, TAnswer> find) => assembly is null or ISourceAssemblySymbol
        ? find(key)
        : _assemblies.GetValue(assembly, _ => new ConcurrentDictionary<TKey, TAnswer>(_comparer)).GetOrAdd(key, find);
}
