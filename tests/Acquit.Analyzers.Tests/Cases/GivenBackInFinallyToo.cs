using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Given back by a block, and by the finally block after it once more.
internal sealed class GivenBackInFinallyToo
{
    private readonly SemaphoreSlim _slots = new(1, 1);

    public static void Read(ReaderWriterLockSlim gate)
    {
        gate.EnterReadLock();
        try
        {
            Hw.Kick();
            gate.ExitReadLock();
        }
        finally
        {
            gate.ExitReadLock(); // ACQ104
        }
    }

    public async Task Waited()
    {
        await _slots.WaitAsync();
        try
        {
            await Task.Yield();
            _slots.Release();
        }
        finally
        {
            _slots.Release(); // ACQ104
        }
    }

    // Given back first, whatever comes: it may be that the caller's is given back next.
    public static void NothingThrowsBefore(KObject device)
    {
        device.AddRef();
        try
        {
            device.Release();
        }
        finally
        {
            device.Release();
        }
    }

    public static void TakenAgain(ReaderWriterLockSlim gate)
    {
        gate.EnterReadLock();
        try
        {
            Hw.Kick();
            gate.ExitReadLock();
            Hw.Kick();
            gate.EnterReadLock();
        }
        finally
        {
            gate.ExitReadLock();
        }
    }

    public static void OnceOnEveryPath(ReaderWriterLockSlim gate)
    {
        bool held = true;
        gate.EnterReadLock();
        try
        {
            Hw.Kick();
            gate.ExitReadLock();
            held = false;
        }
        finally
        {
            if (held)
                gate.ExitReadLock();
        }
    }

    // Here, and what the caller has taken: two on every way.
    public static void TwoOnEveryWay(ReaderWriterLockSlim gate)
    {
        gate.EnterReadLock();
        try
        {
            try
            {
                Hw.Kick();
            }
            finally
            {
                gate.ExitReadLock();
            }
        }
        finally
        {
            gate.ExitReadLock();
        }
    }

    public static void TwoOnEveryWayByACatch(ReaderWriterLockSlim gate)
    {
        gate.EnterReadLock();
        try
        {
            Hw.Kick();
            gate.ExitReadLock();
        }
        catch
        {
            gate.ExitReadLock();
            throw;
        }
        finally
        {
            gate.ExitReadLock();
        }
    }

    public static string OnlyNamesSomething(ReaderWriterLockSlim gate)
    {
        gate.EnterReadLock();
        try
        {
            string name = nameof(OnlyNamesSomething);
            gate.ExitReadLock();
            return name;
        }
        finally
        {
            gate.ExitReadLock();
        }
    }
}
