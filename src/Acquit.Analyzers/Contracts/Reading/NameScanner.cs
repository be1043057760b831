using System.Buffers;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>A name that a text mentions, in code, comment or string, and where.</summary>
internal readonly record struct NameHit(string Name, int Start);

/// <summary>Finds names of a set in source texts: one pass over the characters, nothing allocated for what is not found.</summary>
/// <remarks>
/// The first question asked of every text, so it must cost next to nothing. It knows nothing of C# but what an identifier is
/// made of; whoever asks looks closer at the hits. Safe to use from several threads.
/// </remarks>
internal sealed class NameScanner
{
    private const int BufferLength = 16 * 1024;
    private const int MaxTableLength = 4096;
    private const int BucketsPerName = 8;

    // Names by the hash of their ends and length; most buckets are empty, and most identifiers fall into an empty one.
    private readonly string[]?[] _table;
    private readonly int _shortest;
    private readonly int _longest;

    public NameScanner(IEnumerable<string> names)
    {
        var given = names as IReadOnlyCollection<string> ?? names.ToList();
        var length = BucketsPerName;
        while (length < given.Count * BucketsPerName && length < MaxTableLength)
        {
            length *= 2;
        }

        _table = new string[length][];
        (_shortest, _longest) = Add(given);
    }

    private NameScanner(NameScanner before, IReadOnlyCollection<string> more)
    {
        _table = (string[]?[])before._table.Clone();
        var (shortest, longest) = Add(more);
        _shortest = Math.Min(before._shortest, shortest);
        _longest = Math.Max(before._longest, longest);
    }

    /// <summary>A scanner for a few more names.</summary>
    public NameScanner With(IReadOnlyCollection<string> more) => new(this, more);

    /// <summary>Whether the text mentions any of the names.</summary>
    public bool Any(SourceText text, CancellationToken cancellationToken = default) => Any(text, new TextSpan(0, text.Length), cancellationToken);

    /// <summary>Whether a part of the text does.</summary>
    public bool Any(SourceText text, TextSpan within, CancellationToken cancellationToken = default) => Scan(text, within, hits: null, cancellationToken);

    /// <summary>Adds every mention of a name, in order.</summary>
    public void Find(SourceText text, ICollection<NameHit> hits, CancellationToken cancellationToken = default) =>
        Find(text, new TextSpan(0, text.Length), hits, cancellationToken);

    /// <summary>Adds every mention in a part of the text.</summary>
    public void Find(SourceText text, TextSpan within, ICollection<NameHit> hits, CancellationToken cancellationToken = default) =>
        Scan(text, within, hits, cancellationToken);

    // Only ever run on a table of one's own; buckets are shared with the scanner that it was copied from, and are replaced, not changed.
    private (int Shortest, int Longest) Add(IReadOnlyCollection<string> names)
    {
        var shortest = int.MaxValue;
        var longest = 0;
        foreach (var name in names)
        {
            if (name.Length is 0 or > BufferLength / 2)
            {
                continue;
            }

            ref var bucket = ref _table[Hash(name[0], name[name.Length / 2], name[name.Length - 1], name.Length) & (_table.Length - 1)];
            bucket = bucket is null ? new[] { name } : bucket.Contains(name) ? bucket : bucket.Append(name).ToArray();
            shortest = Math.Min(shortest, name.Length);
            longest = Math.Max(longest, name.Length);
        }

        return (shortest, longest);
    }

    private bool Scan(SourceText text, TextSpan within, ICollection<NameHit>? hits, CancellationToken cancellationToken)
    {
        if (_longest == 0)
        {
            return false;
        }

        var buffer = ArrayPool<char>.Shared.Rent(BufferLength);
        try
        {
            var found = false;
            var position = within.Start;
            while (position < within.End)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var length = Math.Min(BufferLength, within.End - position);
                text.CopyTo(position, buffer, 0, length);
                var isLast = position + length == within.End;
                found |= Scan(buffer.AsSpan(0, length), position, isLast, hits, out var consumed);
                if (found && hits is null)
                {
                    return true;
                }

                position += consumed;
            }

            return found;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    // A run that touches the end of the buffer is read again with what follows it, unless it fills the buffer: then it is data,
    // and its rest cannot be mistaken for a name either, because it is longer than half a buffer or looked up as what it is.
    private bool Scan(ReadOnlySpan<char> chars, int offset, bool isLast, ICollection<NameHit>? hits, out int consumed)
    {
        var table = _table;
        var found = false;
        var i = 0;
        while (true)
        {
            while (i < chars.Length && !IsNamePart(chars[i]))
            {
                i++;
            }

            var start = i;
            while (i < chars.Length && IsNamePart(chars[i]))
            {
                i++;
            }

            if (i == chars.Length && !isLast && start > 0)
            {
                consumed = start;
                return found;
            }

            var length = i - start;
            if (length >= _shortest && length <= _longest
                && table[Hash(chars[start], chars[start + (length >> 1)], chars[i - 1], length) & (table.Length - 1)] is { } bucket
                && Match(bucket, chars.Slice(start, length)) is { } name)
            {
                found = true;
                if (hits is null)
                {
                    break;
                }

                hits.Add(new NameHit(name, offset + start));
            }

            if (i == chars.Length)
            {
                break;
            }
        }

        consumed = chars.Length;
        return found;
    }

    private static string? Match(string[] bucket, ReadOnlySpan<char> run)
    {
        foreach (var name in bucket)
        {
            if (run.SequenceEqual(name.AsSpan()))
            {
                return name;
            }
        }

        return null;
    }

    private static int Hash(char first, char middle, char last, int length) =>
        (int)((((first * 31u) + middle) * 31u + last) * 31u + (uint)length);

    private static bool IsNamePart(char c) => c < 128 ? NameParts[c] != 0 : SyntaxFacts.IsIdentifierPartCharacter(c);

    private static ReadOnlySpan<byte> NameParts => new byte[128]
    {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0,
        0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1,
        0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0,
    };
}
