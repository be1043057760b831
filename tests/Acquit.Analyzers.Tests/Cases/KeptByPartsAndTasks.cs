using System;
using System.Buffers;
using System.IO;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// An array is kept with what is over it, and a task that nobody awaits at once keeps what it was given.
internal sealed class KeptByPartsAndTasks
{
    private Memory<byte> _kept;
    private Task _pending;

    public static async Task<int> ReadAndReturn(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(512);
        Memory<byte> memory = buffer.AsMemory(0, 512);
        int total = 0;
        int read;
        while ((read = await stream.ReadAsync(memory.Slice(total)).ConfigureAwait(false)) > 0)
            total += read;
        ArrayPool<byte>.Shared.Return(buffer);
        return total;
    }

    public static Task<int> ReadByTheCaller(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(512);
        return stream.ReadAsync(buffer, 0, 512);
    }

    public static async Task<int> ReadMeanwhile(Stream stream, Func<Task> work)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(512);
        Task<int> reading = stream.ReadAsync(buffer, 0, 512);
        await work();
        int read = await reading;
        ArrayPool<byte>.Shared.Return(buffer);
        return read;
    }

    public void ReadInTheBackground(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(512);
        _pending = stream.ReadAsync(buffer, 0, 512).ContinueWith(_ => ArrayPool<byte>.Shared.Return(buffer), TaskScheduler.Default);
    }

    public static async Task<byte> UsedAfterwards(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(512);
        Memory<byte> memory = buffer.AsMemory(0, 512);
        await stream.ReadAsync(memory);
        ArrayPool<byte>.Shared.Return(buffer);
        return memory.Span[0]; // ACQ105
    }

    public void KeptAsMemory(int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
        _kept = buffer.AsMemory(0, n);
    }

    public static Memory<byte> ReturnedAsMemory(int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
        Memory<byte> memory = buffer.AsMemory(0, n);
        memory.Span.Clear();
        return memory.Slice(1);
    }

    public static async Task GivenBackFromItsMemory(Stream stream, int n)
    {
        Memory<byte> memory = ArrayPool<byte>.Shared.Rent(n).AsMemory(0, n);
        await stream.WriteAsync(memory);
        if (System.Runtime.InteropServices.MemoryMarshal.TryGetArray((ReadOnlyMemory<byte>)memory, out ArraySegment<byte> segment))
            ArrayPool<byte>.Shared.Return(segment.Array);
    }

    public static IMemoryUser WrappedMemory(int n) => new MemoryUser(ArrayPool<byte>.Shared.Rent(n).AsMemory(0, n));

    public static async Task SentAsASequence(Func<ReadOnlySequence<byte>, Task> send, int n)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(n);
        await send(new ReadOnlySequence<byte>(buffer, 0, n));
    }

    public interface IMemoryUser
    {
    }

    private sealed class MemoryUser : IMemoryUser
    {
        private readonly Memory<byte> _memory;

        public MemoryUser(Memory<byte> memory) => _memory = memory;

        public int Length => _memory.Length;
    }
}
