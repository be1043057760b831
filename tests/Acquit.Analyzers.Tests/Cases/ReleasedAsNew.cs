// silent: ACQ104, ACQ106
using System.Threading;
using Acquit;
using Cases.Api;

namespace Cases;

// What was made here and not touched since holds nothing that belongs to whoever takes it.
internal sealed class ReleasedAsNew
{
    private Space _kept;

    public static void NeverTaken()
    {
        Space mm = new();
        mm.ReadUnlock(); // ACQ106
    }

    public static void NeverTakenForWriting()
    {
        Space mm = new();
        mm.WriteUnlock(); // ACQ106
    }

    public static void NeverTakenBeforeTheDowngrade()
    {
        Space mm = new();
        mm.Downgrade(); // ACQ106
        mm.ReadUnlock();
    }

    public static int GivenBackByAHelperPerhaps()
    {
        Space first = new();
        first.WriteLock();
        first.WriteUnlock();
        Space own = new();
        return Perhaps(own); // ACQ106
    }

    public static int TakenAndGivenBackByAHelperPerhaps()
    {
        Space own = new();
        own.WriteLock();
        return Perhaps(own);
    }

    private static int Perhaps(Space given)
    {
        if (Hw.Status() > 0)
        {
            given.WriteUnlock();
        }

        return Hw.Status() > 1 ? -1 : 0;
    }

    public static void NeverTakenOnOnePath(bool locked)
    {
        Space mm = new();
        if (locked)
            mm.ReadLock();

        mm.ReadUnlock(); // ACQ106
    }

    public static void TakenOnOnePath(bool locked)
    {
        Space mm = new();
        if (locked)
            mm.ReadLock();

        Hw.Kick();
        if (locked)
            mm.ReadUnlock();
    }

    public static void Taken()
    {
        Space mm = new();
        mm.ReadLock();
        mm.ReadUnlock();
    }

    public static void TakenByAHelper()
    {
        Space mm = new();
        Take(mm);
        mm.ReadUnlock();
    }

    public static void TakenByAHelperOrNot(bool really)
    {
        Space mm = new();
        TakeIf(mm, really);
        mm.ReadUnlock();
    }

    public static void OnlyLookedAtByAHelper()
    {
        Space mm = new();
        LookAt(mm);
        mm.ReadUnlock(); // ACQ106
    }

    public static void HandedToSomebodyElse(IRegistry registry)
    {
        Space mm = new();
        registry.AddObject(mm);
        mm.ReadUnlock();
    }

    public void KeptByTheObject()
    {
        Space mm = new();
        _kept = mm;
        Hw.Kick();
        mm.ReadUnlock();
    }

    public static void SeenByALambda(IRegistry registry)
    {
        Space mm = new();
        registry.Closed += (_, _) => mm.ReadLock();
        Hw.Kick();
        mm.ReadUnlock();
    }

    public static void ThroughAHelper()
    {
        Space mm = new();
        Page page = Mm.NewPage();
        GiveBack(mm); // ACQ106
        Mm.FreePage(page);
    }

    public static void AMonitorOfNobody()
    {
        object gate = new();
        Monitor.Exit(gate); // ACQ106
    }

    public static void AMonitorThatIsHeld()
    {
        object gate = new();
        Monitor.Enter(gate);
        Monitor.Exit(gate);
    }

    public static void AMonitorThatMayBeHeld()
    {
        object gate = new();
        bool taken = false;
        Monitor.TryEnter(gate, ref taken);
        if (taken)
            Monitor.Exit(gate);
    }

    public static void OneForReadersAndWriters()
    {
        ReaderWriterLockSlim gate = new();
        gate.ExitReadLock(); // ACQ106
    }

    public static void OneForReadersAndWritersThatIsHeld()
    {
        ReaderWriterLockSlim gate = new();
        gate.EnterWriteLock();
        gate.ExitWriteLock();
    }

    public static void ASemaphoreWithAPermit()
    {
        SemaphoreSlim slots = new(0, 1);
        slots.Release();
    }

    public static void AMutexThatIsHeldAtFirst()
    {
        Mutex mutex = new(initiallyOwned: true);
        mutex.ReleaseMutex();
    }

    public static void HeldByItsMaking()
    {
        HeldAtFirst own = new();
        own.Leave();
    }

    public static void HeldByItsMakingAsItSays()
    {
        HeldAtFirstAsItSays own = new(3);
        own.Leave();
    }

    public static void NotHeldByItsMaking()
    {
        NotHeldAtFirst own = new(3);
        own.Leave(); // ACQ106
    }

    public static void ASignal()
    {
        Signal done = new();
        done.Complete();
    }

    private static void Take(Space mm) => mm.ReadLock();

    private static void TakeIf(Space mm, bool really)
    {
        if (really)
            mm.ReadLock();
    }

    private static void LookAt(Space mm)
    {
        if (mm.Parent == null)
            Hw.Kick();
    }

    private static void GiveBack(Space mm) => mm.ReadUnlock();

    private sealed class HeldAtFirst
    {
        public HeldAtFirst()
        {
            Enter();
        }

        [Acquires("held-at-first", ReleasedBy = nameof(Leave)), RequiresNotHeld("held-at-first")]
        public extern void Enter();

        [Releases("held-at-first")]
        public extern void Leave();
    }

    private sealed class HeldAtFirstAsItSays
    {
        [Acquires("said-at-first", ReleasedBy = nameof(Leave))]
        public HeldAtFirstAsItSays(int n) => _ = n;

        [Acquires("said-at-first", ReleasedBy = nameof(Leave)), RequiresNotHeld("said-at-first")]
        public extern void Enter();

        [Releases("said-at-first")]
        public extern void Leave();
    }

    private sealed class NotHeldAtFirst
    {
        private readonly int _n;

        public NotHeldAtFirst(int n)
        {
            _n = n;
        }

        [Acquires("free-at-first", ReleasedBy = nameof(Leave)), RequiresNotHeld("free-at-first")]
        public extern void Enter();

        [Releases("free-at-first")]
        public extern void Leave();

        public override string ToString() => $"{_n}";
    }

    private sealed class Signal
    {
        [Acquires("signal", ReleasedBy = nameof(Complete))]
        public extern void Wait();

        [Releases("signal")]
        public extern void Complete();
    }
}
