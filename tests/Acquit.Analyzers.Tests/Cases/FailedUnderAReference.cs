using Acquit;
using Cases.Api;

namespace Cases;

// A lock was not got, on something that is held in another way.
internal static class FailedUnderAReference
{
    internal sealed class Counted
    {
        [Acquires("counted-use", ReleasedBy = nameof(Put))]
        public extern void Get();

        [Releases("counted-use")]
        public extern void Put();

        [Acquires("counted-lock", When = "return == 0", ReleasedBy = nameof(Unlock)), RequiresNotHeld("counted-lock")]
        public extern int Lock();

        [Releases("counted-lock")]
        public extern void Unlock();
    }

    // Reports.

    public static int GivenBackAllTheSame(Counted it)
    {
        it.Get();
        int err = it.Lock();
        if (err != 0)
            Hw.Status();
        it.Unlock(); // ACQ106
        it.Put();
        return err;
    }

    // Silent.

    public static int GivenBackIfHeld(Counted it)
    {
        it.Get();
        int err = it.Lock();
        if (err == 0)
            it.Unlock();
        it.Put();
        return err;
    }

    public static int OnlyTheReference(Counted it)
    {
        it.Get();
        int err = it.Lock();
        if (err != 0)
        {
            it.Put();
            return err;
        }

        it.Unlock();
        it.Put();
        return 0;
    }
}
