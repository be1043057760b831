using Cases.Api;

namespace Cases;

// A helper that is called while a lock is held would sleep, if it ever came to that.
internal static class NeverRunUnderALock
{
    // Reports.

    public static void LeadsThere(Spinlock spin)
    {
        spin.Lock();
        Work(); // ACQ201
        spin.Unlock();
    }

    private static void Work()
    {
        bool wait = false;
        wait = Hw.Status() > 0;
        if (wait)
            Sleeping.Msleep(1);
    }

    // Silent.

    public static void LeadsNowhere(Spinlock spin)
    {
        spin.Lock();
        WorkAtOnce();
        spin.Unlock();
    }

    private static void WorkAtOnce()
    {
        bool wait = false;
        if (wait)
            Sleeping.Msleep(1);
    }
}
