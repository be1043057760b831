using Cases.Api;

namespace Cases;

// What is taken on an object that the method made does not end with it: a lock that was given back is still a lock.
internal static class LocksMadeHere
{
    public static int HandedOnAfterTheUnlock()
    {
        Spinlock own = new();
        own.Lock();
        Hw.Kick();
        own.Unlock();
        return Register(own);
    }

    public static int LookedIntoAfterTheUnlock()
    {
        Spinlock own = new();
        own.Lock();
        own.Unlock();
        return own.GetHashCode() + Register(own);
    }

    public static int TakenTwice()
    {
        Spinlock own = new();
        own.Lock();
        own.Unlock();
        own.Lock();
        own.Unlock();
        return Register(own);
    }

    public static int NeverGivenBack()
    {
        Spinlock own = new();
        own.Lock(); // ACQ101
        return Hw.Status();
    }

    public static void GivenBackTwice()
    {
        Spinlock own = new();
        own.Lock();
        own.Unlock();
        own.Unlock(); // ACQ104
    }

    private static int Register(Spinlock other) => other.GetHashCode();
}

internal static class StructLocks
{
    public static void TakenFromItsDefault(System.Action work)
    {
        System.Threading.SpinLock gate = default;
        bool taken = false;
        try
        {
            gate.TryEnter(ref taken);
            if (taken)
                work();
        }
        finally
        {
            if (taken)
                gate.Exit();
        }
    }

    public static void MadeAndTaken(System.Action work)
    {
        System.Threading.SpinLock gate = new(false);
        bool taken = false;
        try
        {
            gate.Enter(ref taken);
            work();
        }
        finally
        {
            if (taken)
                gate.Exit();
        }
    }
}
