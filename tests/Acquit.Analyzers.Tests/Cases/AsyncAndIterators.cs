using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Methods that the compiler cuts to pieces.
internal static class AsyncAndIterators
{
    public static async Task LockAcrossAwait(SemaphoreSlim gate)
    {
        await gate.WaitAsync();
        try
        {
            await Task.Delay(1);
        }
        finally
        {
            gate.Release();
        }
    }

    public static async Task<int> UsingAcrossAwait(int n)
    {
        using Lease lease = Lease.Take(n);
        await Task.Delay(lease.Length);
        return lease.Length;
    }

    public static async Task<Lease> AsyncFactory(int n)
    {
        Lease lease = Lease.Take(n);
        await Task.Yield();
        return lease;
    }

    public static async ValueTask AwaitInTryCatchForgets(int n)
    {
        Lease lease = Lease.Take(n); // ACQ101
        try
        {
            await Task.Delay(n);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lease.Dispose();
    }

    public static IEnumerable<int> YieldInUsing(int n)
    {
        using Lease lease = Lease.Take(n);
        for (int i = 0; i < lease.Length; i++)
            yield return i;
    }

    public static IEnumerable<int> YieldBreakForgets(int n)
    {
        Page page = Mm.NewPage(); // ACQ101
        if (n == 0)
            yield break;
        yield return page.Index;
        Mm.FreePage(page);
    }

    public static async Task<int> CopyAsync(Stream from, Stream to, CancellationToken token)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(81920);
        try
        {
            int total = 0, read;
            while ((read = await from.ReadAsync(buffer, token).ConfigureAwait(false)) != 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), token).ConfigureAwait(false);
                total += read;
            }

            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static async Task<T> Limited<T>(SemaphoreSlim s, Func<Task<T>> f)
    {
        await s.WaitAsync().ConfigureAwait(false);
        try
        {
            return await f().ConfigureAwait(false);
        }
        finally
        {
            s.Release();
        }
    }

    public static async Task<bool> TryLimited(SemaphoreSlim s)
    {
        if (!await s.WaitAsync(10))
            return false;
        s.Release();
        return true;
    }

    public static async Task UsingTask(Func<Task<Lease>> make)
    {
        using Lease l = await make();
        l.Length++;
    }

    public static int ParallelWork(int n)
    {
        int sum = 0;
        Parallel.For(0, n, i =>
        {
            Page p = Mm.NewPage();
            try
            {
                Interlocked.Add(ref sum, Hw.Start(p));
            }
            finally
            {
                Mm.FreePage(p);
            }
        });
        return sum;
    }

    public static void ThreadOwns()
    {
        Page p = Mm.NewPage();
        var t = new Thread(static o => Mm.FreePage((Page)o));
        t.Start(p);
    }

    public static void TimerOwns()
    {
        Page p = Mm.NewPage();
        Timer t = null;
        t = new Timer(_ => { Mm.FreePage(p); t.Dispose(); }, null, 10, -1);
    }
}
