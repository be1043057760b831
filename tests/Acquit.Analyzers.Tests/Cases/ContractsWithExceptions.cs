using Acquit;

namespace Cases;

public sealed class LendingLock
{
    [Acquires("lending-lock", Enters = "lending-atomic", ReleasedBy = nameof(Unlock))]
    public extern void Lock();

    [Releases("lending-lock")]
    public extern void Unlock();
}

public sealed class Lent
{
    public int Users;
}

public static class Lending
{
    [NotIn("lending-atomic")]
    public static extern void Wait();

    [return: Acquires("lent", When = "return != null", ReleasedBy = nameof(Return))]
    public static extern Lent? Lend();

    public static extern void Return([Releases("lent")] Lent lent);

    // Borrowed, unless the last one is told to give it back.
    public static extern int Use([Borrows, Releases("lent", When = "last == true")] Lent lent, bool last);
}

internal static class ContractsWithExceptions
{
    // The caller's lock is given back for as long as it takes.
    [NotIn("lending-irq")]
    public static void WaitsWithoutTheLock([RequiresHeld("lending-lock")] LendingLock gate)
    {
        gate.Unlock();
        Lending.Wait();
        gate.Lock();
    }

    [NotIn("lending-irq")]
    public static void WaitsUnderTheLock([RequiresHeld("lending-lock")] LendingLock gate)
    {
        Lending.Wait(); // ACQ902
        gate.Unlock();
        gate.Lock();
    }

    [NotIn("lending-irq")]
    public static void WaitsAfterTakingItAgain([RequiresHeld("lending-lock")] LendingLock gate)
    {
        gate.Unlock();
        gate.Lock();
        Lending.Wait(); // ACQ201
    }

    public static int GivenBackAtLast()
    {
        Lent? lent = Lending.Lend();
        if (lent == null)
            return -1;

        Lending.Use(lent, false);
        return Lending.Use(lent, true);
    }

    public static int NotGivenBack()
    {
        Lent? lent = Lending.Lend(); // ACQ101
        if (lent == null)
            return -1;

        return Lending.Use(lent, false);
    }

    public static int GivenBackTwice()
    {
        Lent? lent = Lending.Lend();
        if (lent == null)
            return -1;

        int users = Lending.Use(lent, true);
        Lending.Return(lent); // ACQ104
        return users;
    }

    public static int ReleasesWhenItSaysSo([Borrows, Releases("lent", When = "last == true")] Lent lent, bool last)
    {
        int users = lent.Users;
        if (last)
            Lending.Return(lent);
        return users;
    }

    public static int ReleasesThoughItSaysNot([Borrows, Releases("lent", When = "last == true")] Lent lent, bool last)
    {
        int users = lent.Users;
        if (!last)
            Lending.Return(lent); // ACQ902
        return users; // ACQ902
    }

    public static int BorrowsAndReleases([Borrows] Lent lent)
    {
        int users = lent.Users;
        Lending.Return(lent); // ACQ902
        return users;
    }
}
