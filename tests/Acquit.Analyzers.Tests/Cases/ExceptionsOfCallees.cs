// silent: ACQ102
using System;
using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Released on the ordinary ways out, held when a call throws that is seen to.
internal sealed class ExceptionsOfCallees
{
    internal readonly object _gate = new();
    private int _state;
    private Page _kept;

    public void Free() => Mm.FreePage(_kept);

    public int Throws()
    {
        Page page = Mm.NewPage(); // ACQ102 "still held if 'CheckState' throws at line 26"
        page.Index = 1;
        CheckState();
        int status = Hw.Start(page);
        Mm.FreePage(page);
        return status;
    }

    public int ThrowsBeforeTheAcquire()
    {
        CheckState();
        Page page = Mm.NewPage();
        int status = Hw.Start(page);
        Mm.FreePage(page);
        return status;
    }

    public int ThrowsAfterTheRelease()
    {
        Page page = Mm.NewPage();
        int status = Hw.Start(page);
        Mm.FreePage(page);
        CheckState();
        return status;
    }

    public void ThrowsDeeperDown()
    {
        Page page = Mm.NewPage(); // ACQ102
        CheckAll();
        Mm.FreePage(page);
    }

    public void ThrowsInACondition()
    {
        Page page = Mm.NewPage(); // ACQ102
        if (IsReadyOrThrow())
            page.Index = 1;
        Mm.FreePage(page);
    }

    public void NamedForIt(CancellationToken stop)
    {
        Page page = Mm.NewPage(); // ACQ102 "'ThrowIfCancellationRequested' throws"
        stop.ThrowIfCancellationRequested();
        Mm.FreePage(page);
    }

    public int NamedForItOnOneBranch(CancellationToken stop, bool patient)
    {
        Page page = Mm.AllocPage(); // ACQ102
        if (page == null)
            return -Errno.NoMem;

        if (!patient)
            stop.ThrowIfCancellationRequested();

        Mm.FreePage(page);
        return 0;
    }

    public void FinallyReleases(CancellationToken stop)
    {
        Page page = Mm.NewPage();
        try
        {
            stop.ThrowIfCancellationRequested();
            CheckState();
        }
        finally
        {
            Mm.FreePage(page);
        }
    }

    public void BetweenTheAcquireAndTheTry(CancellationToken stop)
    {
        Page page = Mm.NewPage(); // ACQ102
        stop.ThrowIfCancellationRequested();
        try
        {
            Hw.Start(page);
        }
        finally
        {
            Mm.FreePage(page);
        }
    }

    public void FinallyAroundReleases(CancellationToken stop)
    {
        Page page = Mm.NewPage();
        try
        {
            try
            {
                stop.ThrowIfCancellationRequested();
            }
            finally
            {
                Hw.Kick();
            }
        }
        finally
        {
            Mm.FreePage(page);
        }
    }

    public void FinallyReleasesSomethingElse(CancellationToken stop)
    {
        Page first = Mm.NewPage(); // ACQ102
        Page second = Mm.NewPage();
        try
        {
            stop.ThrowIfCancellationRequested();
        }
        finally
        {
            Mm.FreePage(second);
        }

        Mm.FreePage(first);
    }

    public void HandlerReleasesAndPassesOn(CancellationToken stop)
    {
        Page page = Mm.NewPage();
        try
        {
            stop.ThrowIfCancellationRequested();
        }
        catch
        {
            Mm.FreePage(page);
            throw;
        }

        Mm.FreePage(page);
    }

    public void HandlerPassesOnOnly(CancellationToken stop)
    {
        Page page = Mm.NewPage(); // ACQ102
        try
        {
            stop.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException)
        {
            Hw.Log("stopped");
            throw;
        }

        Mm.FreePage(page);
    }

    public void HandlerGoesOn(CancellationToken stop)
    {
        Page page = Mm.NewPage();
        try
        {
            stop.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException)
        {
            Hw.Log("stopped");
        }

        Mm.FreePage(page);
    }

    public void ThrowsWhileCleaningUp(CancellationToken stop)
    {
        Page page = Mm.NewPage();
        try
        {
            Hw.Start(page);
        }
        finally
        {
            stop.ThrowIfCancellationRequested();
            Mm.FreePage(page);
        }
    }

    public void Locked()
    {
        Monitor.Enter(_gate); // ACQ102
        CheckState();
        Monitor.Exit(_gate);
    }

    public void LockedByTheLanguage()
    {
        lock (_gate)
        {
            CheckState();
        }
    }

    public void LockedInAFinally()
    {
        Monitor.Enter(_gate);
        try
        {
            CheckState();
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    public void HalfOfAPair()
    {
        Monitor.Enter(_gate);
        CheckState();
    }

    public int Rented(CancellationToken stop, int length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length); // ACQ102
        int filled = Hw.Fill(buffer);
        stop.ThrowIfCancellationRequested();
        ArrayPool<byte>.Shared.Return(buffer);
        return filled;
    }

    public int Using(CancellationToken stop)
    {
        using var lease = new Lease(4);
        stop.ThrowIfCancellationRequested();
        return lease.Length;
    }

    public int UsingStatement(CancellationToken stop)
    {
        using (Lease lease = Lease.Take(4))
        {
            stop.ThrowIfCancellationRequested();
            return lease.Length;
        }
    }

    public int UsingTooLate(CancellationToken stop)
    {
        Lease lease = Lease.Take(4); // ACQ102
        stop.ThrowIfCancellationRequested();
        using (lease)
        {
            return lease.Length;
        }
    }

    public Page Returned(CancellationToken stop)
    {
        Page page = Mm.NewPage();
        stop.ThrowIfCancellationRequested();
        return page;
    }

    public void Stored(CancellationToken stop)
    {
        Page page = Mm.NewPage();
        stop.ThrowIfCancellationRequested();
        _kept = page;
    }

    public void HandedToTheHelper(CancellationToken stop)
    {
        Page page = Mm.NewPage();
        FreeOrThrow(page);
    }

    public void ConsumedInTheEnd(CancellationToken stop)
    {
        Skb skb = Net.AllocSkb(64); // ACQ102
        if (skb == null)
            return;

        stop.ThrowIfCancellationRequested();
        Net.Xmit(skb);
    }

    public void ConsumedBefore(CancellationToken stop)
    {
        Skb skb = Net.AllocSkb(64);
        if (skb == null)
            return;

        Net.Xmit(skb);
        stop.ThrowIfCancellationRequested();
    }

    public void ThrowsWhereThereIsNone(CancellationToken stop)
    {
        Page page = Mm.AllocPage();
        if (page == null)
        {
            stop.ThrowIfCancellationRequested();
            return;
        }

        Mm.FreePage(page);
    }

    public void OneReportIsEnough(CancellationToken stop, bool early)
    {
        Page page = Mm.NewPage(); // ACQ101
        stop.ThrowIfCancellationRequested();
        if (early)
            return;

        Mm.FreePage(page);
    }

    public void RejectsAnArgument(string name)
    {
        Page page = Mm.NewPage();
        page.Index = LengthOf(name);
        Mm.FreePage(page);
    }

    public void CatchesWhatItThrows()
    {
        Page page = Mm.NewPage();
        page.Index = StateOrMinusOne();
        Mm.FreePage(page);
    }

    public void Overridable(Checker checker)
    {
        Page page = Mm.NewPage();
        checker.Check();
        Mm.FreePage(page);
    }

    public void NobodyKnows(Action check)
    {
        Page page = Mm.NewPage();
        check();
        Hw.Kick();
        Mm.FreePage(page);
    }

    public void Recursive(int depth)
    {
        Page page = Mm.NewPage();
        Even(depth);
        Mm.FreePage(page);
    }

    public void ThrowsInAFunctionNobodyCalls()
    {
        Page page = Mm.NewPage();
        page.Index = Deferred().GetHashCode();
        Mm.FreePage(page);
    }

    public void OnlyInDebugBuilds()
    {
        Page page = Mm.NewPage();
        Verify();
        Mm.FreePage(page);
    }

    public void ByAThrowHelper(int mode)
    {
        Page page = Mm.NewPage(); // ACQ102 "after the method is left because 'ThrowBadMode' throws"
        if (mode < 0)
            ThrowBadMode();
        page.Index = mode;
        Mm.FreePage(page);
    }

    public void ByAMethodThatOnlySoundsLikeIt()
    {
        Page page = Mm.NewPage();
        ThrowSwitch();
        Mm.FreePage(page);
    }

    public void ByAMethodThatThrowsThroughAnother(CancellationToken stop)
    {
        Page page = Mm.NewPage(); // ACQ102 "'ThrowIfStopped' throws"
        ThrowIfStopped(stop);
        Mm.FreePage(page);
    }

    public void EndsTheProcess(int mode)
    {
        Page page = Mm.NewPage();
        if (mode < 0)
            Environment.FailFast("bad mode");
        page.Index = mode;
        Mm.FreePage(page);
    }

    public void ByAConstructor()
    {
        Page page = Mm.NewPage(); // ACQ102 "'new Session' throws"
        page.Index = new Session(_state).Number;
        Mm.FreePage(page);
    }

    public async Task Awaited()
    {
        Page page = Mm.NewPage(); // ACQ102
        await CheckLater();
        Mm.FreePage(page);
    }

    public void StartedOnly()
    {
        Page page = Mm.NewPage();
        Task later = CheckLater();
        page.Index = later.Id;
        Mm.FreePage(page);
    }

    public void InALoop(CancellationToken stop, int n)
    {
        for (int i = 0; i < n; i++)
        {
            Page page = Mm.NewPage(); // ACQ102
            stop.ThrowIfCancellationRequested();
            Mm.FreePage(page);
        }
    }

    public void BetweenTwoRounds(CancellationToken stop, int n)
    {
        for (int i = 0; i < n; i++)
        {
            stop.ThrowIfCancellationRequested();
            Page page = Mm.NewPage();
            page.Index = i;
            Mm.FreePage(page);
        }
    }

    public Action InALambda(CancellationToken stop) => () =>
    {
        Page page = Mm.NewPage(); // ACQ102
        stop.ThrowIfCancellationRequested();
        Mm.FreePage(page);
    };

    private void CheckState()
    {
        if (_state < 0)
            throw new InvalidOperationException("closed");
    }

    private void CheckAll()
    {
        Hw.Kick();
        CheckState();
    }

    private bool IsReadyOrThrow() => _state >= 0 ? Hw.Ready() : throw new InvalidOperationException("closed");

    private async Task CheckLater()
    {
        await Task.Yield();
        if (_state < 0)
            throw new IOException("closed");
    }

    private void FreeOrThrow(Page page)
    {
        Mm.FreePage(page);
        CheckState();
    }

    private static int LengthOf(string name)
    {
        if (name == null)
            throw new ArgumentNullException(nameof(name));
        return name.Length;
    }

    private int StateOrMinusOne()
    {
        try
        {
            CheckState();
            if (_state > 100)
                throw new InvalidOperationException();
            return _state;
        }
        catch (InvalidOperationException)
        {
            return -1;
        }
    }

    private static int Even(int n) => n == 0 ? 1 : Odd(n - 1);

    private static int Odd(int n) => n == 0 ? 0 : Even(n - 1);

    private Action Deferred()
    {
        void Later() => throw new InvalidOperationException();
        return Later;
    }

    [Conditional("DEBUG")]
    private void Verify()
    {
        if (_state < 0)
            throw new InvalidOperationException();
    }

    private void ThrowSwitch() => _state = 1;

    private static void ThrowIfStopped(CancellationToken stop) => stop.ThrowIfCancellationRequested();

    [DoesNotReturn]
    private static void ThrowBadMode() => throw new ArgumentOutOfRangeException("mode");

    public class Checker
    {
        public virtual void Check() => throw new InvalidOperationException();
    }

    private sealed class Session
    {
        public readonly int Number;

        public Session(int state)
        {
            if (state < 0)
                throw new InvalidOperationException();
            Number = state;
        }
    }
}
