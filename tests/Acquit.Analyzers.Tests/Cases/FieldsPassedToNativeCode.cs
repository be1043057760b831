using System;
using System.Buffers;
using System.IO;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace Cases;

// Native code uses what a field names for the call: it is the object's to give back when it ends.
internal sealed class ScratchOfAnEngine : IDisposable
{
    private readonly IntPtr _scratch;

    public ScratchOfAnEngine() => _scratch = Marshal.AllocHGlobal(64); // ACQ108

    [DllImport("engine")]
    private static extern int query(IntPtr scratch, int size);

    public int Query() => query(_scratch, 64);

    public void Dispose()
    {
    }
}

internal sealed class ScratchFreedAtTheEnd : IDisposable
{
    private readonly IntPtr _scratch;

    public ScratchFreedAtTheEnd() => _scratch = Marshal.AllocHGlobal(64);

    [DllImport("engine")]
    private static extern int query(IntPtr scratch, int size);

    public int Query() => query(_scratch, 64);

    public void Dispose() => Marshal.FreeHGlobal(_scratch);
}

// A function that is called as a release is, one that gets a handle to keep, and one that may put something else there.
internal sealed class ScratchFreedByTheEngine : IDisposable
{
    private readonly IntPtr _scratch;

    public ScratchFreedByTheEngine() => _scratch = Marshal.AllocHGlobal(64);

    [DllImport("engine")]
    private static extern void engine_free(IntPtr scratch);

    public void Dispose() => engine_free(_scratch);
}

internal sealed class HandleKeptByTheEngine : IDisposable
{
    private GCHandle _self;

    public void Start()
    {
        _self = GCHandle.Alloc(this);
        engine_start(GCHandle.ToIntPtr(_self));
    }

    [DllImport("engine")]
    private static extern void engine_start(IntPtr context);

    public void Dispose()
    {
    }
}

internal sealed class ScratchExchanged : IDisposable
{
    private IntPtr _scratch;

    public ScratchExchanged() => _scratch = Marshal.AllocHGlobal(64);

    [DllImport("engine")]
    private static extern void exchange(ref IntPtr scratch);

    public void Exchange() => exchange(ref _scratch);

    public void Dispose()
    {
    }
}

// What never ends may be given back by what native code calls.
internal sealed class TableOfCallbacks
{
    private readonly IntPtr _table;

    public TableOfCallbacks() => _table = Marshal.AllocHGlobal(64);

    [DllImport("engine")]
    private static extern void publish(IntPtr table);

    public void Publish() => publish(_table);

    public static void Unpublished(IntPtr table) => Marshal.FreeHGlobal(table);
}

// Parts of an array that are passed to the class library only.
internal sealed class MessagesOfASocket : IAsyncDisposable
{
    private readonly byte[] _buffer;
    private readonly WebSocket _socket;

    public MessagesOfASocket(WebSocket socket)
    {
        _socket = socket;
        _buffer = ArrayPool<byte>.Shared.Rent(1 << 14); // ACQ108
    }

    public async Task<int> Next(CancellationToken stop) => (await _socket.ReceiveAsync(new ArraySegment<byte>(_buffer), stop)).Count;

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return default;
    }
}

internal sealed class RecordsOfAStream : IDisposable
{
    private readonly byte[] _buffer;

    public RecordsOfAStream() => _buffer = ArrayPool<byte>.Shared.Rent(256); // ACQ108

    public async Task<int> Next(Stream stream) => await stream.ReadAsync(_buffer.AsMemory(0, 16));

    public void Dispose()
    {
    }
}

internal sealed class RecordsHandedOut : IDisposable
{
    private readonly byte[] _buffer;

    public RecordsHandedOut() => _buffer = ArrayPool<byte>.Shared.Rent(256);

    public Memory<byte> Rest => _buffer.AsMemory(16);

    public void Dispose()
    {
    }
}

internal sealed class SegmentKept : IDisposable
{
    private readonly byte[] _buffer;
    private ArraySegment<byte> _rest;

    public SegmentKept() => _buffer = ArrayPool<byte>.Shared.Rent(256);

    public void Skip() => _rest = new ArraySegment<byte>(_buffer);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_rest.Array!);
}

// Native code that can call back gives back there what it was passed.
internal sealed unsafe class ScratchFreedByAFunctionPassedAlong : IDisposable
{
    private readonly IntPtr _thing;
    private readonly IntPtr _data;

    public ScratchFreedByAFunctionPassedAlong()
    {
        _thing = thing_new();
        _data = Marshal.AllocHGlobal(64);
        thing_set_data(_thing, _data, &OnDone);
    }

    [DllImport("thing")]
    private static extern IntPtr thing_new();

    [DllImport("thing")]
    private static extern void thing_destroy(IntPtr thing);

    [DllImport("thing")]
    private static extern void thing_set_data(IntPtr thing, IntPtr data, delegate* unmanaged<IntPtr, void> done);

    [UnmanagedCallersOnly]
    private static void OnDone(IntPtr data) => Marshal.FreeHGlobal(data);

    public void Dispose() => thing_destroy(_thing);
}

internal sealed class ScratchFreedByADelegateKept : IDisposable
{
    private static readonly Done whenDone = data => Marshal.FreeHGlobal(data);

    private readonly IntPtr _thing;
    private readonly IntPtr _data;

    public ScratchFreedByADelegateKept()
    {
        _thing = thing_new(whenDone);
        _data = Marshal.AllocHGlobal(64);
        thing_set(_thing, _data);
    }

    private delegate void Done(IntPtr data);

    [DllImport("thing")]
    private static extern IntPtr thing_new(Done done);

    [DllImport("thing")]
    private static extern void thing_destroy(IntPtr thing);

    [DllImport("thing")]
    private static extern void thing_set(IntPtr thing, IntPtr data);

    public void Dispose() => thing_destroy(_thing);
}
