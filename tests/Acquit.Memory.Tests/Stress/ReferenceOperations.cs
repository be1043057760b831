namespace Acquit.Memory.Tests.Stress;

/// <summary>Uses of address spaces and references to them, accounts, and who is told of changes.</summary>
internal static class ReferenceOperations
{
    public static readonly Action<StressThread>[] All = [Use, Grab, Offer, Visit, Account, Register, Share, Watch, Invalidate];

    private static void Use(StressThread thread)
    {
        MmStruct mm = thread.PickProcess();
        mm.Mmget();
        if (thread.Chance(2))
        {
            thread.Hold(() => mm.Mmput());
        }
        else
        {
            thread.Hold(() => mm.MmputAsync());
        }
    }

    private static void Grab(StressThread thread)
    {
        MmStruct mm = thread.PickProcess();
        mm.Mmgrab();
        thread.Hold(() => mm.Mmdrop());
    }

    /// <summary>Another thread may find this process, when it is there no more too.</summary>
    private static void Offer(StressThread thread)
    {
        if (thread.Children.Count > 0)
        {
            MmStruct child = thread.Children[thread.Random.Next(thread.Children.Count)];
            child.Mmgrab();
            Interlocked.Exchange(ref thread.World.Offered[thread.Random.Next(thread.World.Offered.Length)], child)?.Mmdrop();
        }
    }

    private static void Visit(StressThread thread)
    {
        MmStruct? found = Interlocked.Exchange(ref thread.World.Offered[thread.Random.Next(thread.World.Offered.Length)], null);
        if (found is null)
        {
            return;
        }

        if (found.MmgetNotZero())
        {
            if (thread.Regions.Count > 0)
            {
                Region region = thread.Regions[thread.Random.Next(thread.Regions.Count)];
                found.Write(region.Address, [1]);
                Page[] pages = new Page[4];
                int got = found.PinUserPagesFast(region.Address, 4, FollFlags.Write, pages);
                thread.Kernel.UnpinUserPages(pages, Math.Max(got, 0));
            }

            found.Mmput();
        }

        found.Mmdrop();
    }

    private static void Account(StressThread thread)
    {
        MmStruct mm = thread.World.Processes[thread.Random.Next(thread.World.Processes.Length)];
        if (mm.AccountLockedVm(3, inc: true) == 0)
        {
            thread.Hold(() => mm.AccountLockedVm(3, inc: false));
        }

        mm.AddPinnedVm(2);
        thread.Hold(() => mm.SubPinnedVm(2));
    }

    private static void Register(StressThread thread)
    {
        MmStruct mm = thread.PickProcess();
        MmuNotifier notifier = new(new MmuNotifierOps { InvalidateRangeStart = (_, _) => 0, InvalidateRangeEnd = (_, _) => { } });
        if (mm.MmuNotifierRegister(notifier) == 0)
        {
            thread.Hold(() => mm.MmuNotifierUnregister(notifier));
        }
    }

    private static void Share(StressThread thread)
    {
        MmStruct mm = thread.PickProcess();
        if (mm.MmuNotifierGet(thread.World.SharedNotifier, out _) is { } notifier)
        {
            thread.Hold(() => mm.MmuNotifierPut(notifier));
        }
    }

    private static void Watch(StressThread thread)
    {
        if (thread.PickRegion() is not { } region)
        {
            return;
        }

        MmuIntervalNotifier notifier = new((self, _, sequence) =>
        {
            self.MmuIntervalSetSeq(sequence);
            return true;
        });
        if (region.Mm.MmuIntervalNotifierInsert(notifier, region.Address, region.Length) != 0)
        {
            return;
        }

        ulong seen = notifier.MmuIntervalReadBegin();
        region.Mm.Read(region.Address, new byte[1]);
        notifier.MmuIntervalReadRetry(seen);
        thread.Hold(() => region.Mm.MmuIntervalNotifierRemove(notifier));
    }

    private static void Invalidate(StressThread thread)
    {
        if (thread.PickRegion() is not { } region)
        {
            return;
        }

        MmuNotifierRange range = new(region.Mm, region.Address, region.Address + region.Length, default);
        if (thread.Chance(2))
        {
            region.Mm.MmuNotifierInvalidateRangeStart(range);
        }
        else if (region.Mm.MmuNotifierInvalidateRangeStartNonblock(range) != 0)
        {
            return;
        }

        region.Mm.MmuNotifierInvalidateRangeEnd(range);
    }
}
