using System;
using System.Threading;

namespace Cases;

// Some exceptions come with the lock: who waited has it, and is told that it was abandoned.
internal sealed class AbandonedLocks
{
    public static bool Start(string name, Action<string> log, Func<bool> start)
    {
        using Mutex starting = new(false, name);
        try
        {
            if (!starting.WaitOne(500))
            {
                log("busy");
                return false;
            }
        }
        catch (AbandonedMutexException)
        {
            log("abandoned");
        }

        try
        {
            return start();
        }
        finally
        {
            starting.ReleaseMutex();
        }
    }

    public static bool StartWhenNotBusy(string name, Func<bool> start)
    {
        using Mutex starting = new(false, name);
        bool taken;
        try
        {
            taken = starting.WaitOne(500);
        }
        catch (AbandonedMutexException)
        {
            taken = true;
        }

        if (!taken)
            return false;
        try
        {
            return start();
        }
        finally
        {
            starting.ReleaseMutex();
        }
    }

    public static bool GivesBackWhatAnotherHas(string name, Action<string> log)
    {
        using Mutex starting = new(false, name);
        if (starting.WaitOne(500))
        {
            starting.ReleaseMutex();
            return true;
        }

        log("busy");
        starting.ReleaseMutex(); // ACQ106
        return false;
    }

    public static bool GivesItBackWhateverHappened(string name, Action<string> log)
    {
        using Mutex starting = new(false, name);
        try
        {
            if (!starting.WaitOne(500))
            {
                log("busy");
                return false;
            }

            return true;
        }
        catch (AbandonedMutexException)
        {
            return true;
        }
        finally
        {
            starting.ReleaseMutex(); // ACQ106
        }
    }
}
