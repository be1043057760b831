using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

internal sealed class PinnedForEver
{
    private readonly GCHandle _handle;
    private readonly byte[] _data = new byte[16];

    public PinnedForEver()
    {
        _handle = GCHandle.Alloc(_data, GCHandleType.Pinned); // ACQ108
    }

    public IntPtr Address => _handle.AddrOfPinnedObject();

    public bool IsPinned => _handle.IsAllocated;
}

internal sealed class PinnedUntilDisposed : IDisposable
{
    private GCHandle _handle;

    public PinnedUntilDisposed(byte[] data)
    {
        _handle = GCHandle.Alloc(data, GCHandleType.Pinned);
    }

    public void Dispose()
    {
        if (_handle.IsAllocated)
            _handle.Free();
    }
}

internal sealed class PinnedUntilFinalized
{
    private GCHandle _handle;

    public PinnedUntilFinalized(byte[] data) => _handle = GCHandle.Alloc(data, GCHandleType.Pinned);

    ~PinnedUntilFinalized() => _handle.Free();
}

// In an initializer, and forgotten in Dispose.
internal sealed class RentedAndForgotten : IDisposable
{
    private readonly Page _page;
    private byte[] _buffer;

    public RentedAndForgotten()
    {
        _buffer = ArrayPool<byte>.Shared.Rent(64); // ACQ108
        _page = Mm.NewPage();
    }

    public void Write(ReadOnlySpan<byte> data)
    {
        data.CopyTo(_buffer);
        _buffer[0]++;
    }

    public int Length => _buffer.Length;

    public void Dispose()
    {
        Mm.FreePage(_page);
        _buffer = null;
    }
}

internal sealed class ReturnedByAHelper : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64);

    public void Dispose() => GiveBack(_buffer);

    private static void GiveBack(byte[] buffer) => ArrayPool<byte>.Shared.Return(buffer);
}

internal sealed class ExchangedAway : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64);

    public void Dispose()
    {
        byte[] buffer = System.Threading.Interlocked.Exchange(ref _buffer, null);
        if (buffer != null)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}

internal sealed class ReleasedInALambda
{
    private readonly Page _page;

    public ReleasedInALambda(List<Action> later)
    {
        _page = Mm.NewPage();
        later.Add(() => Mm.FreePage(_page));
    }
}

internal sealed class HandedOut
{
    private readonly Page _page = Mm.NewPage();

    public Page Page => _page;
}

internal sealed class HandedOn
{
    private readonly Page _page;

    public HandedOn(List<Page> all)
    {
        _page = Mm.NewPage();
        all.Add(_page);
    }
}

internal class SeenByOthers
{
    protected readonly Page Shared;

    public SeenByOthers() => Shared = Mm.NewPage();
}

internal static class KeptByTheProcess
{
    private static readonly GCHandle Root = GCHandle.Alloc(new object());

    public static bool IsThere => Root.IsAllocated;
}

internal sealed partial class InTwoParts
{
    private readonly Page _page;

    public InTwoParts() => _page = Mm.NewPage();
}

internal sealed partial class InTwoParts : IDisposable
{
    public void Dispose() => Mm.FreePage(_page);
}

internal sealed class GotThroughAHelper
{
    private readonly Page _page;

    public GotThroughAHelper()
    {
        _page = Make(); // ACQ108
        _page.Index = 3;
    }

    public int Index => _page.Index;

    private static Page Make() => Mm.NewPage();
}

internal sealed class OpenedAndClosed
{
    private Page _page;

    public void Open() => _page = Mm.NewPage();

    public void Close()
    {
        Page page = _page;
        _page = null;
        Mm.FreePage(page);
    }
}

internal sealed class NeverClosed
{
    private IntPtr _memory;

    public void Open()
    {
        _memory = Marshal.AllocHGlobal(128); // ACQ108
        Marshal.WriteInt32(_memory, 1);
    }

    public int First => Marshal.ReadInt32(_memory);
}

internal sealed class OwnedByTheObjectInIt
{
    private readonly Holder _holder;

    public OwnedByTheObjectInIt()
    {
        Page page = Mm.NewPage();
        _holder = new Holder(page);
    }

    public Holder Inner => _holder;

    internal sealed class Holder
    {
        private readonly Page _page;

        public Holder(Page page) => _page = page;

        public void Close() => Mm.FreePage(_page);
    }
}

internal sealed class LookedAtUnderOtherNames
{
    private readonly byte[] _buffer;

    public LookedAtUnderOtherNames(int size)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(size); // ACQ108
    }

    public int Sum()
    {
        byte[] buffer = _buffer;
        int sum = 0;
        foreach (byte b in buffer)
            sum += b;
        return sum + First(buffer) + First(_buffer) + (_buffer?.Length ?? 0);
    }

    private static int First(byte[] buffer) => buffer.Length > 0 ? buffer[0] : 0;
}

internal sealed class ReturnedUnderAnotherName : IDisposable
{
    private readonly byte[] _buffer;

    public ReturnedUnderAnotherName(int size)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(size);
    }

    public void Dispose()
    {
        byte[] buffer = _buffer;
        byte[] same = buffer;
        GiveBack(same);
    }

    private static void GiveBack(byte[] buffer)
    {
        if (buffer != null)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}

internal sealed class KeptByAnotherUnderAnotherName
{
    private readonly byte[] _buffer;
    private readonly List<byte[]> _all;

    public KeptByAnotherUnderAnotherName(int size, List<byte[]> all)
    {
        _all = all;
        _buffer = ArrayPool<byte>.Shared.Rent(size);
    }

    public void Publish()
    {
        byte[] buffer = _buffer;
        Keep(buffer);
    }

    private void Keep(byte[] buffer) => _all.Add(buffer);
}

internal sealed class DisposedIfThere : IDisposable
{
    private readonly IMemoryOwner<byte> _owner = MemoryPool<byte>.Shared.Rent(16);

    public void Dispose() => _owner?.Dispose();
}
