using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using Cases.Api;

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

    // Reports.

    public static void KeptByAJumpInARound(Gate gate, Queue<int> orders)
    {
        while (orders.Count > 0)
        {
            gate.Enter(); // ACQ101
            if (orders.Dequeue() == 1)
                return;
            gate.Leave();
        }
    }

    // Silent.

    public static void ByWhatIsCalledInTheQuestion(Gate gate, Queue<int> orders)
    {
        while (orders.Count > 0)
        {
            switch (orders.Dequeue())
            {
                case 1:
                    gate.Enter();
                    break;
                case 2:
                    gate.Leave();
                    break;
            }
        }
    }

    public static void ByAVariableThatIsFilledIn(Gate gate, Queue<int> orders)
    {
        while (orders.TryDequeue(out int order))
        {
            if (order == 1)
                gate.Enter();
            else
                gate.Leave();
        }
    }

    public static void ByAPartOfEach(Gate gate, List<(int Number, bool Take)> orders)
    {
        foreach (var (number, take) in orders)
        {
            if (take)
                gate.Enter();
            else
                gate.Leave();
        }
    }

    public static void ByWhatItHasMovedTo(Gate gate, IEnumerator<int> orders)
    {
        while (orders.MoveNext())
        {
            if (orders.Current == 1)
                gate.Enter();
            else
                gate.Leave();
        }
    }

    public static void ByALetter(Gate gate, string orders)
    {
        for (int i = 0; i < orders.Length; i++)
        {
            if (orders[i] == '(')
                gate.Enter();
            else if (orders[i] == ')')
                gate.Leave();
        }
    }

    public static void ByAnArmThatGoesOn(Gate gate, Queue<int> orders)
    {
        while (orders.Count > 0)
        {
            int order = orders.Dequeue();
            if (order == 1)
            {
                gate.Enter();
                continue;
            }

            gate.Leave();
        }
    }
}
