using Cases.Api;

namespace Cases;

// A call that may have to give up the caller's lock says so in a variable.
internal static class LocksGivenUpMeanwhile
{
    public static int UnlockedIfStillHeld(RwSem sem)
    {
        int locked = 1;
        sem.DownRead();
        int ret = sem.WaitUnderRead(ref locked);
        if (locked != 0)
            sem.UpRead();
        return ret;
    }

    public static int UnlockedIfNotDropped(RwSem sem)
    {
        sem.DownRead();
        int ret = sem.WaitUnderRead(out bool dropped);
        if (!dropped)
            sem.UpRead();
        return ret;
    }

    public static int UnlockedUnlessOneOfTwoAnswers(RwSem sem)
    {
        sem.DownRead();
        int ret = sem.TryUnderRead();
        if (ret == -11 || ret == 1)
            return ret;

        sem.UpRead();
        return 0;
    }

    public static int NotUnlockedAfterAThirdAnswer(RwSem sem)
    {
        sem.DownRead(); // ACQ101
        int ret = sem.TryUnderRead();
        if (ret == -11 || ret == 1 || ret == 2)
            return ret;

        sem.UpRead();
        return 0;
    }

    public static int NotUnlockedThoughHeld(RwSem sem)
    {
        sem.DownRead(); // ACQ101
        int ret = sem.WaitUnderRead(out bool dropped);
        if (!dropped && ret >= 0)
            sem.UpRead();
        return ret;
    }

    public static int UnlockedIfDropped(RwSem sem)
    {
        int locked = 1;
        sem.DownRead(); // ACQ101
        int ret = sem.WaitUnderRead(ref locked);
        if (locked == 0)
            sem.UpRead();
        return ret;
    }
}
