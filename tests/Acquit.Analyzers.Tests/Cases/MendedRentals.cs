using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Rented arrays that public code once did not return, returned twice, or used after the return; and how that was mended.
internal static class MendedRentals
{
    // A format that is not understood.
    public static bool TryWrite(ReadOnlySpan<char> value, Span<byte> target, out int written)
    {
        byte[] digits = ArrayPool<byte>.Shared.Rent(value.Length); // ACQ101
        if (!Encoding.UTF8.TryGetBytes(value, digits, out written))
        {
            written = 0;
            return false;
        }

        bool fits = digits.AsSpan(0, written).TryCopyTo(target);
        ArrayPool<byte>.Shared.Return(digits);
        return fits;
    }

    public static bool TryWriteMended(ReadOnlySpan<char> value, Span<byte> target, out int written)
    {
        byte[] digits = ArrayPool<byte>.Shared.Rent(value.Length);
        if (!Encoding.UTF8.TryGetBytes(value, digits, out written))
        {
            ArrayPool<byte>.Shared.Return(digits);
            written = 0;
            return false;
        }

        bool fits = digits.AsSpan(0, written).TryCopyTo(target);
        ArrayPool<byte>.Shared.Return(digits);
        return fits;
    }

    // On the stack or rented, and one throw of several.
    public static int Parse(ReadOnlySpan<char> text)
    {
        char[] rented = null;
        Span<char> buffer = text.Length <= 128 ? stackalloc char[128] : (rented = ArrayPool<char>.Shared.Rent(text.Length)); // ACQ101
        int length = text.ToUpperInvariant(buffer);
        if (length < 0)
            throw new FormatException();
        int value = int.Parse(buffer.Slice(0, length));
        if (rented != null)
            ArrayPool<char>.Shared.Return(rented);
        return value;
    }

    public static int ParseMended(ReadOnlySpan<char> text)
    {
        char[] rented = null;
        Span<char> buffer = text.Length <= 128 ? stackalloc char[128] : (rented = ArrayPool<char>.Shared.Rent(text.Length));
        try
        {
            int length = text.ToUpperInvariant(buffer);
            if (length < 0)
                throw new FormatException();
            return int.Parse(buffer.Slice(0, length));
        }
        finally
        {
            if (rented != null)
                ArrayPool<char>.Shared.Return(rented);
        }
    }

    // The header says that nothing follows.
    public static async Task<string> ReadMessage(Stream stream)
    {
        byte[] header = ArrayPool<byte>.Shared.Rent(4); // ACQ101
        int read = await stream.ReadAsync(header.AsMemory(0, 4));
        if (read < 4)
            return null;

        int length = BitConverter.ToInt32(header, 0);
        ArrayPool<byte>.Shared.Return(header);
        return length == 0 ? "" : "…";
    }

    public static async Task<string> ReadMessageMended(Stream stream)
    {
        byte[] header = ArrayPool<byte>.Shared.Rent(4);
        try
        {
            int read = await stream.ReadAsync(header.AsMemory(0, 4));
            if (read < 4)
                return null;

            int length = BitConverter.ToInt32(header, 0);
            return length == 0 ? "" : "…";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(header);
        }
    }

    // Never returned, after an unsafe copy out of it.
    public static unsafe int[] Blit(byte* source, int bytes)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(bytes); // ACQ101
        new Span<byte>(source, bytes).CopyTo(rented);
        var result = new int[bytes / 4];
        Buffer.BlockCopy(rented, 0, result, 0, bytes);
        return result;
    }

    public static unsafe int[] BlitMended(byte* source, int bytes)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(bytes);
        new Span<byte>(source, bytes).CopyTo(rented);
        var result = new int[bytes / 4];
        Buffer.BlockCopy(rented, 0, result, 0, bytes);
        ArrayPool<byte>.Shared.Return(rented);
        return result;
    }

    // The last batch, when nothing is left over for it.
    public static IEnumerable<(int[] Batch, int Count)> Batches(IEnumerable<int> source, int size)
    {
        int[] batch = ArrayPool<int>.Shared.Rent(size);
        int count = 0;
        foreach (int item in source)
        {
            batch[count++] = item;
            if (count == size)
            {
                yield return (batch, count);
                count = 0;
                batch = ArrayPool<int>.Shared.Rent(size); // ACQ101
            }
        }

        if (count > 0)
            yield return (batch, count);
    }

    public static IEnumerable<(int[] Batch, int Count)> BatchesMended(IEnumerable<int> source, int size)
    {
        int[] batch = ArrayPool<int>.Shared.Rent(size);
        int count = 0;
        foreach (int item in source)
        {
            batch[count++] = item;
            if (count == size)
            {
                yield return (batch, count);
                count = 0;
                batch = ArrayPool<int>.Shared.Rent(size);
            }
        }

        if (count > 0)
            yield return (batch, count);
        else
            ArrayPool<int>.Shared.Return(batch);
    }

    // In the branch and once more at the end.
    public static int CountLines(TextReader reader)
    {
        char[] buffer = ArrayPool<char>.Shared.Rent(1024);
        int read = reader.Read(buffer, 0, buffer.Length);
        int lines = 0;
        if (read == 0)
            ArrayPool<char>.Shared.Return(buffer);
        else
            lines = buffer.AsSpan(0, read).Count('\n');
        ArrayPool<char>.Shared.Return(buffer); // ACQ104
        return lines;
    }

    public static int CountLinesMended(TextReader reader)
    {
        char[] buffer = ArrayPool<char>.Shared.Rent(1024);
        int read = reader.Read(buffer, 0, buffer.Length);
        int lines = read == 0 ? 0 : buffer.AsSpan(0, read).Count('\n');
        ArrayPool<char>.Shared.Return(buffer);
        return lines;
    }

    // Returned when it grows, and by the finally again.
    public static int Fill(Stream stream, int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
        try
        {
            int read = stream.Read(buffer, 0, n);
            if (read == n)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                return read;
            }

            return -1;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer); // ACQ104
        }
    }

    public static int FillMended(Stream stream, int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
        try
        {
            int read = stream.Read(buffer, 0, n);
            if (read == n)
            {
                byte[] returned = buffer;
                buffer = null;
                ArrayPool<byte>.Shared.Return(returned);
                return read;
            }

            return -1;
        }
        finally
        {
            if (buffer != null)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Returned before what was read is looked at.
    public static int Sieve(int n)
    {
        bool[] composite = ArrayPool<bool>.Shared.Rent(n + 1);
        composite.AsSpan(0, n + 1).Clear();
        for (int i = 2; i * i <= n; i++)
        {
            for (int j = i * i; !composite[i] && j <= n; j += i)
                composite[j] = true;
        }

        ArrayPool<bool>.Shared.Return(composite);
        int primes = 0;
        for (int i = 2; i <= n; i++)
            primes += composite[i] ? 0 : 1; // ACQ105
        return primes;
    }

    public static int SieveMended(int n)
    {
        bool[] composite = ArrayPool<bool>.Shared.Rent(n + 1);
        composite.AsSpan(0, n + 1).Clear();
        for (int i = 2; i * i <= n; i++)
        {
            for (int j = i * i; !composite[i] && j <= n; j += i)
                composite[j] = true;
        }

        int primes = 0;
        for (int i = 2; i <= n; i++)
            primes += composite[i] ? 0 : 1;
        ArrayPool<bool>.Shared.Return(composite);
        return primes;
    }

    // The text is made from what was returned.
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        char[] chars = ArrayPool<char>.Shared.Rent(bytes.Length);
        int length = Encoding.UTF8.GetChars(bytes, chars);
        ArrayPool<char>.Shared.Return(chars);
        return new string(chars, 0, length); // ACQ105
    }

    public static string DecodeMended(ReadOnlySpan<byte> bytes)
    {
        char[] chars = ArrayPool<char>.Shared.Rent(bytes.Length);
        int length = Encoding.UTF8.GetChars(bytes, chars);
        string text = new string(chars, 0, length);
        ArrayPool<char>.Shared.Return(chars);
        return text;
    }

    // Asynchronous, and no bytes come.
    public static async Task Copy(Stream from, Stream to)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(81920); // ACQ101
        while (true)
        {
            int read = await from.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false);
            if (read == 0)
                return;
            await to.WriteAsync(buffer, 0, read).ConfigureAwait(false);
        }
    }

    public static async Task CopyMended(Stream from, Stream to)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(81920);
        try
        {
            while (true)
            {
                int read = await from.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false);
                if (read == 0)
                    return;
                await to.WriteAsync(buffer, 0, read).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A default section that nobody thought of.
    public static int Checksum(Stream stream, int method)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(512); // ACQ101
        int read = stream.Read(buffer, 0, 512);
        int sum;
        switch (method)
        {
            case 1:
                sum = buffer[0];
                break;
            case 2:
                sum = buffer[read - 1];
                break;
            default:
                throw new NotSupportedException();
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return sum;
    }

    // Two are rented, the second in the middle of the first's life.
    public static bool Same(Stream left, Stream right, int n)
    {
        byte[] first = ArrayPool<byte>.Shared.Rent(n);
        byte[] second = ArrayPool<byte>.Shared.Rent(n); // ACQ101
        bool same = left.Read(first, 0, n) == right.Read(second, 0, n) && first.AsSpan(0, n).SequenceEqual(second.AsSpan(0, n));
        ArrayPool<byte>.Shared.Return(first);
        return same;
    }

    public static bool SameMended(Stream left, Stream right, int n)
    {
        byte[] first = ArrayPool<byte>.Shared.Rent(n);
        byte[] second = ArrayPool<byte>.Shared.Rent(n);
        bool same = left.Read(first, 0, n) == right.Read(second, 0, n) && first.AsSpan(0, n).SequenceEqual(second.AsSpan(0, n));
        ArrayPool<byte>.Shared.Return(second);
        ArrayPool<byte>.Shared.Return(first);
        return same;
    }

    // Too large for the target, by an own throw.
    public static void Append(IBufferWriter<byte> writer, string text)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(text.Length * 3); // ACQ101
        int length = Encoding.UTF8.GetBytes(text, 0, text.Length, bytes, 0);
        if (length > ushort.MaxValue)
            throw new ArgumentException("too long", nameof(text));
        writer.Write(bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    public static void AppendMended(IBufferWriter<byte> writer, string text)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(text.Length * 3);
        int length = Encoding.UTF8.GetBytes(text, 0, text.Length, bytes, 0);
        if (length > ushort.MaxValue)
        {
            ArrayPool<byte>.Shared.Return(bytes);
            throw new ArgumentException("too long", nameof(text));
        }

        writer.Write(bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
