namespace Acquit.Analyzers.Flow;

/// <summary>A set of small numbers.</summary>
internal readonly struct BitSet
{
    private const int PerWord = 64;
    private readonly ulong[] _words;

    public BitSet(int size) => _words = size == 0 ? Array.Empty<ulong>() : new ulong[((size - 1) / PerWord) + 1];

    public bool this[int bit]
    {
        get => (_words[bit / PerWord] >> (bit % PerWord) & 1) != 0;
        set => _words[bit / PerWord] = value ? _words[bit / PerWord] | (1UL << (bit % PerWord)) : _words[bit / PerWord] & ~(1UL << (bit % PerWord));
    }

    public void Clear() => Array.Clear(_words, 0, _words.Length);

    /// <returns>Whether there were any that had not been there.</returns>
    public bool Add(BitSet others)
    {
        var any = false;
        for (var i = 0; i < _words.Length; i++)
        {
            var all = _words[i] | others._words[i];
            any |= all != _words[i];
            _words[i] = all;
        }

        return any;
    }

    public void Remove(BitSet others)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            _words[i] &= ~others._words[i];
        }
    }
}
