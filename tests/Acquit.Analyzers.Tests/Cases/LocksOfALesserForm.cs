using Cases.Api;

namespace Cases;

// A lock that was taken for writing was not held for reading before: there is nothing for reading to give back meanwhile.
internal static class LocksOfALesserForm
{
    public static void GivenBackOnAnError(Space mm)
    {
        mm.WriteLock();
        if (Hw.Status() < 0)
            mm.ReadUnlock(); // ACQ103
        mm.WriteUnlock();
    }

    public static void GivenBackBothWays(Space mm)
    {
        mm.WriteLock();
        mm.ReadUnlock(); // ACQ103
        mm.WriteUnlock();
    }

    public static void MadeLesserFirst(Space mm)
    {
        mm.WriteLock();
        mm.Downgrade();
        mm.ReadUnlock();
        mm.WriteLock();
        mm.WriteUnlock();
    }

    public static void OfAnother(Space mm, Space other)
    {
        mm.WriteLock();
        other.ReadUnlock();
        mm.WriteUnlock();
    }

    // Which of both it is afterwards, the helper decides.
    public static void MadeLesserByHelper(Space mm)
    {
        mm.WriteLock();
        if (Lessen(mm))
            mm.ReadUnlock();
        else
            mm.WriteUnlock();
    }

    private static bool Lessen(Space mm)
    {
        if (Hw.Status() < 0)
            return false;
        mm.Downgrade();
        return true;
    }
}
