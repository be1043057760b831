using System;
using System.Buffers;

namespace Cases;

/// <summary>The same, with the array in a field.</summary>
internal ref struct GrownText
{
    private char[]? _arrayToReturnToPool;
    private Span<char> _chars;
    private int _length;

    public GrownText(Span<char> initial)
    {
        _arrayToReturnToPool = null;
        _chars = initial;
        _length = 0;
    }

    public void Append(char c)
    {
        if (_length >= _chars.Length)
            Grow(1);

        _chars[_length++] = c;
    }

    private void Grow(int more)
    {
        char[] poolArray = ArrayPool<char>.Shared.Rent(Math.Max(_length + more, _chars.Length * 2));
        _chars.Slice(0, _length).CopyTo(poolArray);
        char[]? toReturn = _arrayToReturnToPool;
        _chars = _arrayToReturnToPool = poolArray;
        if (toReturn != null)
            ArrayPool<char>.Shared.Return(toReturn);
    }

    public void Dispose()
    {
        char[]? toReturn = _arrayToReturnToPool;
        this = default;
        if (toReturn != null)
            ArrayPool<char>.Shared.Return(toReturn);
    }
}

internal ref struct GrownTextTwice
{
    private char[]? _arrayToReturnToPool;
    private Span<char> _chars;

    public void Grow(int size)
    {
        char[] poolArray = ArrayPool<char>.Shared.Rent(size);
        char[]? toReturn = _arrayToReturnToPool;
        _chars = _arrayToReturnToPool = poolArray;
        if (toReturn != null)
            ArrayPool<char>.Shared.Return(toReturn);

        if (toReturn != null && _chars.Length > 5)
            ArrayPool<char>.Shared.Return(toReturn); // ACQ104
    }
}

internal static class GrownTexts
{
    public static void InRounds(string text)
    {
        var grown = new GrownText(stackalloc char[64]);
        foreach (char c in text)
            grown.Append(c);

        grown.Dispose();
    }
}
