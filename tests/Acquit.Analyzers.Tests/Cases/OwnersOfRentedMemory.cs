using System;
using System.Buffers;
using System.Threading;

namespace Cases;

// Memory owners of one's own: what the interface's Dispose releases there is what the owner has rented.
internal static class OwnersOfRentedMemory
{
    public sealed class Leased<T> : IMemoryOwner<T>
    {
        private readonly int _length;
        private T[] _rented;

        private Leased(int length)
        {
            _length = length;
            _rented = ArrayPool<T>.Shared.Rent(length);
        }

        public Memory<T> Memory => _rented.AsMemory(0, _length);

        public static Leased<T> Of(int length) => new(length);

        public void Dispose()
        {
            T[] rented = Interlocked.Exchange(ref _rented, null);
            if (rented is not null)
                ArrayPool<T>.Shared.Return(rented);
        }
    }

    public sealed class Letter : IDisposable
    {
        private readonly Leased<byte> _text;

        public Letter(int length) => _text = Leased<byte>.Of(length);

        public int Stamp => _text.Memory.Length;

        public void Dispose() => _text.Dispose();
    }

    // What it has is known by the interface only.
    public sealed class Envelope : IDisposable
    {
        private readonly IMemoryOwner<byte> _text;

        public Envelope(int length) => _text = Leased<byte>.Of(length);

        public void Dispose() => _text.Dispose();
    }

    public static int EndedByUsing(int length)
    {
        using var leased = Leased<byte>.Of(length);
        return leased.Memory.Length;
    }

    public static int EndedByUsingOfWhatHasIt(int length, Action<string> log)
    {
        using Letter letter = new(length);
        if (letter.Stamp != 5)
        {
            log?.Invoke("unstamped");
            return 0;
        }

        return 1;
    }

    public static IMemoryOwner<byte> ReplacedByAnother(int length, bool shorter)
    {
        IMemoryOwner<byte> first = length > 3 ? Leased<byte>.Of(length) : Leased<byte>.Of(4);
        if (!shorter)
            return first;
        using (first)
            return Leased<byte>.Of(first.Memory.Length - 1);
    }

    public static void EndedThroughTheInterface(int length)
    {
        IMemoryOwner<byte> leased = Leased<byte>.Of(length);
        leased.Dispose();
    }

    public static void EndedByUsingAlone(int length)
    {
        using Leased<byte> leased = Leased<byte>.Of(length);
    }

    public static void EndedThroughWhatHasItAndTheInterface(int length, Action<string> log)
    {
        using IDisposable letter = new Envelope(length);
        log("sealed");
    }

    public static int NotEndedWhenShort(int length)
    {
        var leased = Leased<byte>.Of(length); // ACQ101
        if (length < 3)
            return 0;
        int n = leased.Memory.Length;
        leased.Dispose();
        return n;
    }

    public static int OfAPoolNotEndedWhenShort(int length)
    {
        IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(length); // ACQ101
        if (length < 3)
            return 0;
        int n = owner.Memory.Length;
        owner.Dispose();
        return n;
    }

    public static int OfAPoolEndedByUsing(int length)
    {
        using IMemoryOwner<byte> owner = MemoryPool<byte>.Shared.Rent(length);
        return owner.Memory.Length;
    }

    public static int OfWhatHasItNotEndedWhenShort(int length)
    {
        Letter letter = new(length); // ACQ101
        if (length < 3)
            return 0;
        int n = letter.Stamp;
        letter.Dispose();
        return n;
    }

    public static void EndedByACallee(int length)
    {
        Leased<byte> leased = Leased<byte>.Of(length);
        SumAndEnd(leased);
    }

    public static void EndedByACalleeWhenLong(int length)
    {
        Leased<byte> leased = Leased<byte>.Of(length); // ACQ101
        if (length < 3)
            return;
        SumAndEnd(leased);
    }

    private static int SumAndEnd(IMemoryOwner<byte> data)
    {
        int n = data.Memory.Length;
        data.Dispose();
        return n;
    }
}
