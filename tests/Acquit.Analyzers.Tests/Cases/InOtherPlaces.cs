using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// What is put where a variable only leads to, and what comes out of a task.
internal static class InOtherPlaces
{
    internal struct Cell
    {
        public GCHandle Handle;
        public byte[] Bytes;
    }

    internal struct Request
    {
        public IntPtr Context;
    }

    [DllImport("native")]
    private static extern unsafe int Submit(Request* request);

    [DllImport("native")]
    private static extern int SubmitCopy(Request request);

    public static void IntoAnElement(Cell[] cells, int i, object target)
    {
        ref var cell = ref cells[i];
        cell.Handle = GCHandle.Alloc(target);
    }

    public static void IntoEveryElement(Span<Cell> cells)
    {
        foreach (ref var cell in cells)
            cell.Bytes = ArrayPool<byte>.Shared.Rent(16);
    }

    public static void IntoACopy(Cell[] cells, int i, object target)
    {
        var cell = cells[i];
        cell.Handle = GCHandle.Alloc(target); // ACQ101
    }

    public static unsafe int IntoARequest(object target)
    {
        Request request = default;
        request.Context = GCHandle.ToIntPtr(GCHandle.Alloc(target));
        return Submit(&request);
    }

    public static int IntoACopiedRequest(object target)
    {
        Request request = default;
        request.Context = GCHandle.ToIntPtr(GCHandle.Alloc(target));
        return SubmitCopy(request);
    }

    public static int IntoARequestThatIsNotSent(object target)
    {
        Request request = default;
        request.Context = GCHandle.ToIntPtr(GCHandle.Alloc(target)); // ACQ101
        return request.Context == IntPtr.Zero ? 1 : 0;
    }

    private static async Task<IMemoryOwner<byte>> ReadAsync(Stream stream)
    {
        var owner = MemoryPool<byte>.Shared.Rent(16);
        if (await stream.ReadAsync(owner.Memory) == 0)
        {
            owner.Dispose();
            return null;
        }

        return owner;
    }

    public static async Task OutOfATask(Stream stream)
    {
        if (await ReadAsync(stream) is { } owner)
            owner.Dispose();
        while (await ReadAsync(stream).ConfigureAwait(false) is IMemoryOwner<byte> next)
            next.Dispose();
    }

    public static async Task<int> OutOfATaskAndForgotten(Stream stream)
    {
        if (await ReadAsync(stream) is { } owner) // ACQ101
            return owner.Memory.Length;
        return 0;
    }

    public static int OnlyIfThereAreElements(int n)
    {
        byte[] bytes = Array.Empty<byte>();
        if (n > 0)
            bytes = ArrayPool<byte>.Shared.Rent(n);
        int sum = bytes.Length + 1;
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
        return sum;
    }

    public static int OnlyIfThereAreMany(int n)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(n); // ACQ101
        int sum = bytes.Length + 1;
        if (bytes.Length > 16)
            ArrayPool<byte>.Shared.Return(bytes);
        return sum;
    }
}
