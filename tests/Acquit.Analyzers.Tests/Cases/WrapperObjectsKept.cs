using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Objects that hold something and live on in some way, or are closed by a detour. Only the last ones are forgotten.
internal sealed class WrapperObjectsKept
{
    private static readonly List<PinnedArray> All = new();

    private PinnedArray _current;

    public static void KnowsItself(byte[] data)
    {
        var request = new Request(data);
        request.Start();
    }

    public static void RegisteredByItsConstructor(byte[] data)
    {
        var registered = new Registered(data);
        registered.Poke();
    }

    public static void ClosedByATimer(byte[] data)
    {
        var late = new ClosedLater(data);
        late.Poke();
    }

    public static void ClosedThroughAnExchange(byte[] data)
    {
        var exchanged = new ClosedByExchange(data);
        exchanged.Poke();
        exchanged.Dispose();
    }

    public static void ClosedThroughAVirtualMethod(byte[] data)
    {
        var one = new VirtuallyClosed(data);
        one.Finish();
    }

    public static void ClosedThroughTheInterface(byte[] data)
    {
        IDisposable pinned = new PinnedArray(data);
        Hw.Kick();
        pinned.Dispose();
    }

    public static void ForgottenThroughTheInterface(byte[] data)
    {
        IDisposable pinned = new PinnedArray(data); // ACQ101
        if (Hw.Ready())
            return;
        pinned.Dispose();
    }

    public static void ClosedWhereItIsThere(byte[] data)
    {
        PinnedArray pinned = null;
        try
        {
            if (data.Length > 0)
                pinned = new PinnedArray(data);
            Hw.Kick();
        }
        finally
        {
            pinned?.Dispose();
        }
    }

    public static void AddedToAList(byte[] data)
    {
        var pinned = new PinnedArray(data);
        All.Add(pinned);
    }

    public void Exchanged(byte[] data)
    {
        var pinned = new PinnedArray(data);
        PinnedArray old = Interlocked.Exchange(ref _current, pinned);
        old?.Dispose();
    }

    public static Task OnAnotherThread(byte[] data)
    {
        var pinned = new PinnedArray(data);
        return Task.Run(() =>
        {
            Hw.Kick();
            pinned.Dispose();
        });
    }

    public static void Deferred(byte[] data, Stack<Action> later)
    {
        var pinned = new PinnedArray(data);
        later.Push(pinned.Dispose);
    }

    public static void HandedToAnEvent(byte[] data, IRegistry registry)
    {
        var pinned = new PinnedArray(data);
        registry.Closed += (_, _) => pinned.Dispose();
    }

    public static object WrappedAgain(byte[] data)
    {
        var pinned = new PinnedArray(data);
        return new WeakReference<PinnedArray>(pinned);
    }

    public static IEnumerable<int> InAnIterator(byte[] data)
    {
        using var pinned = new PinnedArray(data);
        foreach (byte b in data)
            yield return b;
    }

    public static async Task InAsyncCode(byte[] data)
    {
        using var pinned = new PinnedArray(data);
        await Task.Delay(1);
    }

    public static void DetachedFirst(byte[] data)
    {
        var detachable = new Detachable(data);
        GCHandle handle = detachable.Detach();
        handle.Free();
    }

    public static void PassedOnByRef(byte[] data, ref PinnedArray slot)
    {
        slot = new PinnedArray(data);
    }

    public static void PassedOut(byte[] data, out PinnedArray slot)
    {
        var pinned = new PinnedArray(data);
        slot = pinned;
    }

    public static void ClosedByAHelper(byte[] data)
    {
        var pinned = new PinnedArray(data);
        Close(pinned);
    }

    public static void ClosedByAnExtension(byte[] data)
    {
        var pinned = new PinnedArray(data);
        pinned.CloseQuietly();
    }

    public static void AllOfThem(byte[][] data)
    {
        var all = new List<PinnedArray>();
        foreach (byte[] each in data)
            all.Add(new PinnedArray(each));
        foreach (PinnedArray pinned in all)
            pinned.Dispose();
    }

    public static void InAnArray(byte[] data)
    {
        var both = new[] { new PinnedArray(data), new PinnedArray(data) };
        foreach (PinnedArray pinned in both)
            pinned.Dispose();
    }

    public static void LookedAtByAHelper(byte[] data)
    {
        var pinned = new PinnedArray(data); // ACQ101
        if (LooksAt(pinned) == 0)
            return;
        pinned.Dispose();
    }

    public static void LookedAtThenClosed(byte[] data)
    {
        var pinned = new PinnedArray(data);
        try
        {
            LooksAt(pinned);
        }
        finally
        {
            pinned.Dispose();
        }
    }

    public static void StructIsCopied(byte[] data)
    {
        var scope = new PinningStruct(data);
        PinningStruct copy = scope;
        copy.Release();
    }

    public static void StructIsHandedOn(byte[] data, List<PinningStruct> all)
    {
        var scope = new PinningStruct(data);
        all.Add(scope);
    }

    public static void StructIsBoxed(byte[] data)
    {
        IDisposable scope = new PinningStruct(data);
        scope.Dispose();
    }

    public static PinningStruct StructIsReturned(byte[] data)
    {
        var scope = new PinningStruct(data);
        Hw.Kick();
        return scope;
    }

    public static void MadeInALoop(byte[][] data)
    {
        foreach (byte[] each in data)
        {
            var pinned = new PinnedArray(each);
            LooksAt(pinned);
            pinned.Dispose();
        }
    }

    public static void ForgottenInALoop(byte[][] data)
    {
        foreach (byte[] each in data)
        {
            var pinned = new PinnedArray(each); // ACQ101
            if (LooksAt(pinned) == 0)
                continue;
            pinned.Dispose();
        }
    }

    public static void Chosen(byte[] data, bool twice)
    {
        using PinnedArray pinned = twice ? new PinnedArray(data) : PinnedArray.Of(data);
        Hw.Kick();
    }

    public static void Replaced(byte[] a, byte[] b)
    {
        var pinned = new PinnedArray(a);
        if (b != null)
        {
            pinned.Dispose();
            pinned = new PinnedArray(b);
        }

        LooksAt(pinned);
        pinned.Dispose();
    }

    public static void GenericOne(byte[] data)
    {
        var pinned = new PinnedAs<byte>(data); // ACQ101
        if (data.Length == 0)
            return;
        pinned.Dispose();
    }

    public static void GenericOneClosed(byte[] data)
    {
        using var pinned = new PinnedAs<byte>(data);
        if (data.Length == 0)
            return;
        Hw.Kick();
    }

    private static void Close(PinnedArray pinned) => pinned.Dispose();

    private static long LooksAt(PinnedArray pinned) => pinned.Address;
}

internal static class PinnedArrayExtensions
{
    public static void CloseQuietly(this PinnedArray pinned)
    {
        try
        {
            pinned.Dispose();
        }
        catch (InvalidOperationException)
        {
        }
    }
}

internal sealed class PinnedAs<T> : IDisposable
{
    private GCHandle _handle;

    public PinnedAs(T[] data) => _handle = GCHandle.Alloc(data, GCHandleType.Pinned);

    public void Dispose() => _handle.Free();
}

internal sealed class Request
{
    private readonly byte[] _data;
    private GCHandle _self;

    public Request(byte[] data)
    {
        _data = data;
        _self = GCHandle.Alloc(this);
    }

    public void Start() => Hw.Kick();

    public void Completed() => _self.Free();
}

internal sealed class Registered
{
    private static readonly List<Registered> Known = new();

    private GCHandle _handle;

    public Registered(byte[] data)
    {
        _handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        Known.Add(this);
    }

    public void Poke() => Hw.Write(_handle.AddrOfPinnedObject(), 1);

    public static void CloseAll()
    {
        foreach (Registered each in Known)
            each._handle.Free();
    }
}

internal sealed class ClosedLater
{
    private readonly Timer _timer;
    private GCHandle _handle;

    public ClosedLater(byte[] data)
    {
        _handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        _timer = new Timer(_ => _handle.Free(), null, 10, -1);
    }

    public void Poke() => Hw.Write(_handle.AddrOfPinnedObject(), 1);
}

internal sealed class ClosedByExchange : IDisposable
{
    private nint _block;

    public ClosedByExchange(byte[] data) => _block = Marshal.AllocHGlobal(data.Length);

    public void Poke() => Hw.Write(_block, 1);

    public void Dispose()
    {
        nint block = Interlocked.Exchange(ref _block, 0);
        if (block != 0)
            Marshal.FreeHGlobal(block);
    }
}

internal class VirtuallyClosed
{
    private readonly byte[] _buffer;

    public VirtuallyClosed(byte[] data) => _buffer = ArrayPool<byte>.Shared.Rent(data.Length);

    public void Finish() => Cleanup();

    protected virtual void Cleanup() => ArrayPool<byte>.Shared.Return(_buffer);
}

internal sealed class Detachable
{
    private GCHandle _handle;

    public Detachable(byte[] data) => _handle = GCHandle.Alloc(data, GCHandleType.Pinned);

    public GCHandle Detach()
    {
        GCHandle handle = _handle;
        _handle = default;
        return handle;
    }
}
