// silent: ACQ101, ACQ103
using System.Threading;
using Cases.Api;

namespace Cases;

// A helper whose every way ends in the same answer: what comes after any other does not run.
internal static class AnswersThatNeverVary
{
    private const int Failure = -Errno.IO;

    public static int AfterAHelperThatAlwaysFails()
    {
        if (Fails() < 0)
            return -1;

        Page page = Mm.NewPage();
        return Hw.Start(page);
    }

    public static int AfterAHelperThatAlwaysFailsByName()
    {
        int err = FailsByName();
        if (err != 0)
            return err;

        Page page = Mm.NewPage();
        return Hw.Start(page);
    }

    public static int AfterAHelperThatMayFail(int n)
    {
        if (MayFail(n) < 0)
            return -1;

        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public static int AfterAHelperThatFailsInOneOfTwoWays(int n)
    {
        if (FailsInOneOfTwoWays(n) == -Errno.IO)
            return -1;

        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public static int WhereOneThatAlwaysSucceedsFails()
    {
        Page page = Mm.NewPage();
        if (Succeeds() < 0)
            return -1;

        Mm.FreePage(page);
        return 0;
    }

    public static int WhereOneThatIsYetToBeWrittenFails()
    {
        Page page = Mm.NewPage(); // ACQ101
        if (YetToBeWritten() < 0)
            return -1;

        Mm.FreePage(page);
        return 0;
    }

    public static int WhereOneThatJumpsFails(int n)
    {
        Page page = Mm.NewPage(); // ACQ101
        if (Jumps(n) < 0)
            return -1;

        Mm.FreePage(page);
        return 0;
    }

    public static int WhereOneThatTakesALockFails(Spinlock own)
    {
        Page page = Mm.NewPage();
        if (Locked(own) < 0)
            return -1;

        Mm.FreePage(page);
        return 0;
    }

    public static int WhereOneOfSeveralFails(Worker worker)
    {
        Page page = Mm.NewPage(); // ACQ101
        if (worker.Work() < 0)
            return -1;

        Mm.FreePage(page);
        return 0;
    }

    public static int WithTheAnswerOfALock(Spinlock own)
    {
        if (!Entered(own))
            return -1;

        own.Unlock();
        return 0;
    }

    private static int Fails()
    {
        Hw.Kick();
        return -1;
    }

    private static int FailsByName()
    {
        Hw.Kick();
        if (Hw.Ready())
            return Failure;

        return Failure;
    }

    private static int MayFail(int n)
    {
        Hw.Kick();
        if (n > 3)
            return -1;

        return 0;
    }

    private static int FailsInOneOfTwoWays(int n)
    {
        if (n > 3)
            return -Errno.IO;

        return -Errno.NoMem;
    }

    private static int Succeeds()
    {
        Hw.Kick();
        return 0;
    }

    private static int YetToBeWritten() => 0;

    private static int Jumps(int n)
    {
        if (n > 3)
            goto failed;

        return 0;

    failed:
        Hw.Kick();
        return -1;
    }

    private static int Locked(Spinlock own)
    {
        own.Lock();
        Hw.Kick();
        own.Unlock();
        return 0;
    }

    private static bool Entered(Spinlock own)
    {
        own.Lock();
        return true;
    }

    internal class Worker
    {
        public virtual int Work()
        {
            Hw.Kick();
            return 0;
        }
    }
}
