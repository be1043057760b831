using Cases.Api;

namespace Cases;

// Whoever needs a lock not to be held before he takes it has neither form of it but the one that he has taken.
internal static class OtherFormsOfALock
{
    // Reports.

    public static int ForWritingOnOneWay(Space mm)
    {
        mm.ReadLock();
        int err = mm.Find(1);
        if (err < 0)
        {
            mm.WriteUnlock(); // ACQ103
            return err;
        }

        mm.ReadUnlock();
        return 0;
    }

    public static void ForWritingAfterwards(Space mm)
    {
        mm.ReadLock();
        mm.ReadUnlock();
        mm.WriteUnlock(); // ACQ104
    }

    public static void ForReadingAfterwards(Space mm)
    {
        mm.WriteLock();
        mm.WriteUnlock();
        mm.ReadUnlock(); // ACQ104
    }

    // Silent.

    // The caller may hold it for writing himself: whoever only tries may have it already.
    public static void TriedFor(Space mm)
    {
        if (mm.ReadTrylock())
            mm.ReadUnlock();
        mm.WriteUnlock();
    }

    public static void TakenAgainForWriting(Space mm)
    {
        mm.ReadLock();
        mm.ReadUnlock();
        mm.WriteLock();
        mm.Map(1);
        mm.WriteUnlock();
    }

    public static void Downgraded(Space mm)
    {
        mm.WriteLock();
        mm.Downgrade();
        mm.ReadUnlock();
    }

    public static int AnotherOne(Space mm)
    {
        mm.ReadLock();
        int found = mm.Find(1);
        mm.ReadUnlock();
        mm.Parent.WriteUnlock();
        return found;
    }
}
