using System;
using System.Threading;

namespace Cases;

// A lock that was made here and passed to helpers: what they do with it is known.
internal static class LocksShownToHelpers
{
    public static int GivenBackBehindAHelperThatOnlyLooks(Action<string> log)
    {
        ReaderWriterLockSlim gate = new();
        int error = Name(gate, log);
        gate.ExitReadLock(); // ACQ106
        return error;
    }

    public static void GivenBackAlone()
    {
        ReaderWriterLockSlim gate = new();
        gate.ExitReadLock(); // ACQ106
    }

    public static int GivenBackBehindAHelperThatDoesNothing()
    {
        ReaderWriterLockSlim gate = new();
        int error = Answer(gate);
        gate.ExitReadLock(); // ACQ106
        return error;
    }

    private static int Answer(ReaderWriterLockSlim gate) => 2;

    public static int GivenBackBehindAHelperThatTakes()
    {
        ReaderWriterLockSlim gate = new();
        Take(gate);
        gate.ExitReadLock();
        return 0;
    }

    public static int GivenBackBehindAHelperThatHasItTaken(Action<ReaderWriterLockSlim> taker)
    {
        ReaderWriterLockSlim gate = new();
        Have(gate, taker);
        gate.ExitReadLock();
        return 0;
    }

    public static int GivenBackBehindAHelperThatShowsIt()
    {
        ReaderWriterLockSlim gate = new();
        Show(gate);
        TakeWhatIsShown();
        gate.ExitReadLock();
        return 0;
    }

    private static ReaderWriterLockSlim? s_shown;

    private static int Name(ReaderWriterLockSlim gate, Action<string> log) => gate is null ? -1 : 0;

    private static void Take(ReaderWriterLockSlim gate) => gate.EnterReadLock();

    private static void Have(ReaderWriterLockSlim gate, Action<ReaderWriterLockSlim> taker) => taker(gate);

    private static void Show(ReaderWriterLockSlim gate) => s_shown = gate;

    private static void TakeWhatIsShown() => s_shown!.EnterReadLock();
}
