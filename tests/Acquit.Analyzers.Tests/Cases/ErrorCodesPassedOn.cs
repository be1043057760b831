using System;
using Cases.Api;

namespace Cases;

// What a call has answered is returned as it is, whenever it is not zero, and the lock is still held.
internal static class ErrorCodesPassedOn
{
    public static int ChecksFirst(Space mm, int size)
    {
        mm.WriteLock(); // ACQ101
        int err = Check(size);
        if (err != 0)
            return err;
        mm.Map(1);
        mm.WriteUnlock();
        return 0;
    }

    public static int ChecksTwice(Space mm, int size)
    {
        mm.WriteLock(); // ACQ101
        int err = CheckBoth(size, size + 1);
        if (err != 0)
            return err;
        mm.Map(1);
        mm.WriteUnlock();
        return 0;
    }

    public static int TakesAnother(Space mm, Space other)
    {
        mm.WriteLock(); // ACQ101
        int err = other.ReadLockKillable();
        if (err != 0)
            return err;
        other.ReadUnlock();
        mm.WriteUnlock();
        return 0;
    }

    // It is held as long as there is something left, and the caller is told how much.
    public static int HeldWhileThereIsSomethingLeft(Space mm, int size)
    {
        mm.WriteLock();
        int left = Left(size);
        if (left != 0)
            return left;
        mm.WriteUnlock();
        return 0;
    }

    // Nothing is known about the answer.
    public static int AsksTheHardware(Space mm)
    {
        mm.WriteLock();
        int status = Hw.Status();
        if (status != 0)
            return status;
        mm.WriteUnlock();
        return 0;
    }

    // An error, or how many there are.
    public static int ErrorOrNumber(Space mm, int size)
    {
        mm.WriteLock();
        int found = Find(size);
        if (found != 0)
            return found;
        mm.WriteUnlock();
        return 0;
    }

    // Somebody else writes to what is returned.
    public static int ErrorOrWhatIsWritten(Space mm, int size)
    {
        mm.WriteLock();
        int found = Written(size);
        if (found != 0)
            return found;
        mm.WriteUnlock();
        return 0;
    }

    public static int ChecksAndUndoes(Space mm, int size)
    {
        mm.WriteLock();
        int err = Check(size);
        if (err != 0)
        {
            mm.WriteUnlock();
            return err;
        }

        mm.Map(1);
        mm.WriteUnlock();
        return 0;
    }

    // Written to in brackets.
    private static int Number(int size)
    {
        int number = 0;
        if (size < 0)
            return -Errno.Inval;
        int.TryParse("3", out (number));
        return number;
    }

    public static int ErrorOrWhatIsParsed(Space mm, int size)
    {
        mm.WriteLock();
        int found = Number(size);
        if (found != 0)
            return found;
        mm.WriteUnlock();
        return 0;
    }

    private static int Check(int size)
    {
        int err = 0;
        if (size < 0)
            err = -Errno.Inval;
        else if (size > 100)
            err = -Errno.NoMem;
        return err;
    }

    private static int CheckBoth(int size, int other)
    {
        int err = Check(size);
        return err != 0 ? err : Check(other);
    }

    private static int Left(int size) => size > 3 ? size - 3 : 0;

    private static int Find(int size)
    {
        if (size < 0)
            return -Errno.Inval;
        return size > 3 ? size : 0;
    }

    private static int Written(int size)
    {
        if (size < 0)
            return -Errno.Inval;
        if (!int.TryParse("3", out int number))
            return 0;
        return number;
    }
}

// What is still to be done goes on under the lock, and whoever is told so ends it.
internal sealed class ErrorCodesThatTellMore
{
    private readonly Space mm;

    public ErrorCodesThatTellMore(Space space) => mm = space;

    public int Begin(int size)
    {
        mm.WriteLock();
        int state = State(size);
        if (state != 0)
            return state;
        mm.WriteUnlock();
        return 0;
    }

    public void Use(int size)
    {
        if (Begin(size) != 0)
            mm.WriteUnlock();
    }

    private static int State(int size) => size > 3 ? -1 : size > 2 ? -2 : 0;
}
