using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// What is passed to a call that is awaited at once is back when the await is over.
internal static class AwaitedCalls
{
    private static readonly List<Task> Running = new();

    public static async Task<int> ReadAndForgotten(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096); // ACQ101
        int read = await stream.ReadAsync(buffer, 0, buffer.Length);
        if (read == 0)
            return -1;

        ArrayPool<byte>.Shared.Return(buffer);
        return read;
    }

    public static async Task<int> ReadIntoMemoryAndForgotten(Stream stream, CancellationToken token)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096); // ACQ101
        int read = await stream.ReadAsync(buffer.AsMemory(0, 16), token).ConfigureAwait(false);
        if (read == 0)
            return -1;

        ArrayPool<byte>.Shared.Return(buffer);
        return read;
    }

    public static async Task<int> ReadAndReturned(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            return await stream.ReadAsync(buffer, 0, buffer.Length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static async Task NeverReturned(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096); // ACQ101
        await stream.WriteAsync(buffer);
    }

    public static async Task WrittenAfterItsReturn(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        ArrayPool<byte>.Shared.Return(buffer);
        await stream.WriteAsync(buffer, 0, 16); // ACQ105
    }

    // The read may still run when this method is over.
    public static Task<int> HandedToARunningRead(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        return stream.ReadAsync(buffer, 0, buffer.Length);
    }

    public static async Task StartedAndAwaitedLater(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        Task<int> reading = stream.ReadAsync(buffer, 0, buffer.Length);
        Running.Add(reading);
        await Task.Yield();
    }

    public static async Task WithAContinuation(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        await stream.ReadAsync(buffer, 0, buffer.Length).ContinueWith(_ => ArrayPool<byte>.Shared.Return(buffer));
    }

    public static async Task MemoryIsKept(Stream stream, Queue<Memory<byte>> later)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        later.Enqueue(buffer.AsMemory());
        await stream.FlushAsync();
    }

    // What copies a stream takes no array; what wraps one may keep it.
    public static async Task WrappedInAStream(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        await new MemoryStream(buffer).CopyToAsync(stream);
    }

    public static async Task SentAndForgotten(Socket socket)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096); // ACQ101
        int sent = await socket.SendAsync(buffer, SocketFlags.None);
        if (sent != 16)
            throw new IOException("short");
        ArrayPool<byte>.Shared.Return(buffer);
    }

    public static async Task PostedToUnknownCode(IConsumer consumer)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        await consumer.ConsumeAsync(buffer);
    }

    public static async Task TakenAndForgotten()
    {
        Page page = await TakeAsync(); // ACQ101
        if (page.Index == 0)
            return;

        Mm.FreePage(page);
    }

    public static async Task TakenAndFreed()
    {
        Page page = await TakeAsync();
        Hw.Start(page);
        Mm.FreePage(page);
    }

    public static async Task TakenThroughAForwarder()
    {
        Page page = await ForwardAsync().ConfigureAwait(false); // ACQ101
        if (page.Index == 0)
            return;

        Mm.FreePage(page);
    }

    public static async Task TakenThroughAValueTask()
    {
        Page page = await TakeValueAsync(); // ACQ101
        if (page.Index == 0)
            return;

        Mm.FreePage(page);
    }

    public static async Task TakenOrNotAtAll()
    {
        Page page = await TakeOrNullAsync();
        if (page == null)
            return;

        Mm.FreePage(page);
    }

    public static async Task FreedByAnAsyncHelper()
    {
        Page page = Mm.NewPage();
        await FreeAsync(page);
    }

    public static async Task FreedByAnAsyncHelperOnOnePath()
    {
        Page page = Mm.NewPage(); // ACQ101
        if (page.Index == 0)
            return;

        await FreeAsync(page);
    }

    public static async Task FreedByAnAsyncHelperAndAgain()
    {
        Page page = Mm.NewPage();
        await FreeAsync(page);
        Mm.FreePage(page); // ACQ104
    }

    public static async Task LookedAtByAnAsyncHelper()
    {
        Page page = Mm.NewPage(); // ACQ101
        await TouchAsync(page);
    }

    public static async Task LookedAtByAHelperStillRunning()
    {
        Page page = Mm.NewPage(); // ACQ101
        Running.Add(TouchAsync(page));
        await Task.Yield();
    }

    // It has not run when it is called: the caller may free once it has been enumerated.
    public static int GivenToAnIterator()
    {
        Page page = Mm.NewPage();
        IEnumerable<int> indices = Indices(page);
        int sum = 0;
        foreach (int index in indices)
            sum += index;
        return sum;
    }

    public static IEnumerable<int> YieldedInFinally()
    {
        Page page = Mm.NewPage();
        try
        {
            yield return page.Index;
            if (page.Index == 3)
                yield break;
            yield return 2;
        }
        finally
        {
            Mm.FreePage(page);
        }
    }

    public static async IAsyncEnumerable<int> YieldedFromAsyncCode(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16); // ACQ101
        while (true)
        {
            int read = await stream.ReadAsync(buffer);
            if (read == 0)
                yield break;
            yield return read;
            if (read == 3)
                break;
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    public static async Task Locked(SleepLock gate)
    {
        await EnterAsync(gate); // ACQ101
        if (Hw.Ready())
            return;

        gate.Unlock();
    }

    private static async Task<Page> TakeAsync()
    {
        await Task.Yield();
        return Mm.NewPage();
    }

    private static Task<Page> ForwardAsync() => TakeAsync();

    private static async ValueTask<Page> TakeValueAsync()
    {
        Page page = Mm.NewPage();
        await Task.Delay(1);
        return page;
    }

    private static async Task<Page> TakeOrNullAsync()
    {
        await Task.Yield();
        return Mm.AllocPage();
    }

    private static async Task FreeAsync(Page page)
    {
        await Task.Yield();
        Mm.FreePage(page);
    }

    private static async Task TouchAsync(Page page)
    {
        await Task.Yield();
        page.Index++;
    }

    private static IEnumerable<int> Indices(Page page)
    {
        yield return page.Index;
        Mm.FreePage(page);
    }

    private static async Task EnterAsync(SleepLock gate)
    {
        await Task.Yield();
        gate.Lock();
    }
}

public interface IConsumer
{
    Task ConsumeAsync(byte[] data);
}
