using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading;

namespace Cases;

/// <summary>Taken in one round of a loop, given back in the next, as the remainder of a counter says.</summary>
internal static class TakenInTurns
{
    // Reports.

    public static void NeverGivenBackInTheLoop(int n)
    {
        byte[]? rented = null;
        for (int i = 0; i < n; i++)
        {
            if (i % 2 == 0)
                rented = ArrayPool<byte>.Shared.Rent(5); // ACQ101
        }

        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    public static void InTheSameRound(int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (i % 100 == 0)
            {
                byte[] rented = ArrayPool<byte>.Shared.Rent(5); // ACQ101
                if (n == 7)
                    return;

                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    public static void GivenBackInSomeRounds(int n)
    {
        for (int i = 0; i < n; i++)
        {
            byte[] rented = ArrayPool<byte>.Shared.Rent(5); // ACQ101
            if (i % 2 == 0)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // A flag of a set is no counter.
    public static void AsTheFlagsSay(int[] flags)
    {
        foreach (int flag in flags)
        {
            byte[]? rented = null;
            if ((flag & 1) != 0)
                rented = ArrayPool<byte>.Shared.Rent(5); // ACQ101

            if ((flag & 2) != 0 && rented != null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // Nothing that is read says which round it is.
    public static void AsOneFlagSays(bool taken, int n)
    {
        for (int i = 0; i < n; i++)
        {
            byte[] rented = ArrayPool<byte>.Shared.Rent(5); // ACQ101
            if (taken)
                System.Console.Write(rented.Length);
            else
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // One arm does both.
    public static void AsEachSays(bool[] all)
    {
        foreach (bool each in all)
        {
            if (each)
            {
                byte[] rented = ArrayPool<byte>.Shared.Rent(5); // ACQ101
                System.Console.Write(rented.Length);
            }
            else
            {
                byte[] rented = ArrayPool<byte>.Shared.Rent(5);
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    // Silent.

    public static void InARange(object gate, int n)
    {
        foreach (int i in System.Linq.Enumerable.Range(0, n))
        {
            if (i % 2 == 0)
                Monitor.Enter(gate);
            else
                Monitor.Exit(gate);
        }

        if (n % 2 == 1)
            Monitor.Exit(gate);
    }

    public static void AsTheMessagesSay(object gate, System.Collections.Generic.IEnumerable<string> messages)
    {
        foreach (string message in messages)
        {
            switch (message)
            {
                case "begin":
                    Monitor.Enter(gate);
                    break;
                case "end":
                    Monitor.Exit(gate);
                    break;
            }
        }
    }

    public static void AsIsRead(System.Func<int> read)
    {
        byte[]? rented = null;
        int command;
        while ((command = read()) != 0)
        {
            if (command == 1)
                rented = ArrayPool<byte>.Shared.Rent(5);
            else if (command == 2)
                ArrayPool<byte>.Shared.Return(rented!);
        }
    }

    public static void PinnedInEvenRounds(object[] objects)
    {
        GCHandle handle = default;
        for (int i = 0; i < objects.Length; i++)
        {
            if ((i & 1) == 0)
                handle = GCHandle.Alloc(objects[i], GCHandleType.Pinned);
            else
                handle.Free();
        }

        if ((objects.Length & 1) == 1)
            handle.Free();
    }

    public static void LockedInEvenRounds(object gate)
    {
        for (int i = 0; i < 6; i++)
        {
            if (i % 2 == 0)
                Monitor.Enter(gate);
            else
                Monitor.Exit(gate);
        }
    }

    public static void OnToTheNextRound(int n)
    {
        byte[]? rented = null;
        for (int i = 0; i < n; i++)
        {
            if ((i & 1) == 0)
            {
                rented = ArrayPool<byte>.Shared.Rent(5);
                continue;
            }

            ArrayPool<byte>.Shared.Return(rented!);
            rented = null;
        }

        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    public static void InASwitch(int n)
    {
        byte[]? rented = null;
        int i = 0;
        while (i < n * 2)
        {
            switch (i % 2)
            {
                case 0:
                    rented = ArrayPool<byte>.Shared.Rent(5);
                    break;
                default:
                    ArrayPool<byte>.Shared.Return(rented!);
                    break;
            }

            i++;
        }
    }

    public static void BesideAVariable(int n)
    {
        byte[]? rented = null;
        for (int i = 0; i < 2 * n; i++)
        {
            bool isEven = i % 2 == 0;
            if (isEven)
                rented = ArrayPool<byte>.Shared.Rent(5);

            if (!isEven)
                ArrayPool<byte>.Shared.Return(rented!);
        }
    }
}
