using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace Cases;

// What is taken when a task completes has not been taken when waiting for the task throws, whichever way it is waited for.
internal sealed class TasksThatFail
{
    private readonly SemaphoreSlim _semaphore = new(1, 1);

    public int Result(Action work)
    {
        bool taken = false;
        try
        {
            var pending = _semaphore.WaitAsync(100);
            taken = pending.Result;
            if (!taken)
                return 0;
            work();
            return 1;
        }
        catch (Exception)
        {
            return -1;
        }
        finally
        {
            if (taken)
                _semaphore.Release();
        }
    }

    public int ResultAndWork(Action work)
    {
        try
        {
            if (!_semaphore.WaitAsync(100).Result) // ACQ101
                return 0;
            work();
            _semaphore.Release();
            return 1;
        }
        catch (Exception)
        {
            return -1;
        }
    }

    public int Awaiter(Action work)
    {
        bool taken = false;
        try
        {
            taken = _semaphore.WaitAsync(100).GetAwaiter().GetResult();
            if (!taken)
                return 0;
            work();
            return 1;
        }
        catch (Exception)
        {
            return -1;
        }
        finally
        {
            if (taken)
                _semaphore.Release();
        }
    }

    public int AwaiterAndWork(Action work)
    {
        try
        {
            if (!_semaphore.WaitAsync(100).GetAwaiter().GetResult()) // ACQ101
                return 0;
            work();
            _semaphore.Release();
            return 1;
        }
        catch (Exception)
        {
            return -1;
        }
    }

    public int WaitFirst(Action work)
    {
        bool taken = false;
        try
        {
            var pending = _semaphore.WaitAsync(100);
            pending.Wait();
            taken = pending.Result;
            if (!taken)
                return 0;
            work();
            return 1;
        }
        catch (Exception)
        {
            return -1;
        }
        finally
        {
            if (taken)
                _semaphore.Release();
        }
    }

    public async Task<int> ThroughAnExtension(Action work)
    {
        bool taken = false;
        try
        {
            taken = await _semaphore.WaitAsync(100).Anywhere();
            if (!taken)
                return 0;
            work();
            return 1;
        }
        catch (Exception)
        {
            return -1;
        }
        finally
        {
            if (taken)
                _semaphore.Release();
        }
    }

    // Whoever gets the task may wait for it.
    public int HandedOn(Action<Task<bool>> late)
    {
        var pending = _semaphore.WaitAsync(100);
        if (pending.Status != TaskStatus.RanToCompletion)
        {
            late(pending);
            return 0;
        }

        _semaphore.Release();
        return 1;
    }

    public int LetGo()
    {
        var pending = _semaphore.WaitAsync(100); // ACQ101
        if (pending.Status != TaskStatus.RanToCompletion)
            return 0;
        _semaphore.Release();
        return 1;
    }

    // What came of it is no task.
    public async Task<int> AnswerHandedOnAndReleased(Action<bool> log, Action work)
    {
        bool taken = await _semaphore.WaitAsync(100);
        log(taken);
        if (!taken)
            return 0;
        try
        {
            work();
        }
        finally
        {
            _semaphore.Release();
        }

        return 1;
    }
}

internal static class TasksThatFailExtensions
{
    public static ConfiguredTaskAwaitable<T> Anywhere<T>(this Task<T> task) => task.ConfigureAwait(false);
}
