namespace Acquit.Analyzers.Flow;

/// <summary>A set of symbols, to be filled and emptied many times: it keeps the room that it needed.</summary>
internal sealed class SymbolSet
{
    private const int PerWord = 64;
    private ulong[] _words = new ulong[4];

    /// <returns>Whether it had not been there.</returns>
    public bool Add(int symbol)
    {
        var word = symbol / PerWord;
        if (word >= _words.Length)
        {
            Array.Resize(ref _words, Math.Max(word + 1, _words.Length * 2));
        }

        var before = _words[word];
        return (_words[word] = before | (1UL << (symbol % PerWord))) != before;
    }

    public bool Contains(int symbol) => symbol / PerWord is var word && word < _words.Length && (_words[word] >> (symbol % PerWord) & 1) != 0;

    public void Clear() => Array.Clear(_words, 0, _words.Length);
}
