// silent: ACQ203
using System;
using Acquit;
using Cases.Api;

namespace Cases.SilentAboutCodes;

public static class CountsAndLogs
{
    private static readonly int[] Seen = new int[1024];

    public static int HowMany(Vma vma, ulong address, Page page) => Vm.VmfInsertPage(vma, address, page) == VmFault.NoPage ? 1 : 0;

    public static int HowManyInSteps(Vma vma, ulong address, Page page)
    {
        var fault = Vm.VmfInsertPage(vma, address, page);
        if (fault != VmFault.NoPage)
            return 0;
        return 4096;
    }

    public static int Priority(Vma vma, ulong address, Page page) => Vm.VmfInsertPage(vma, address, page) switch
    {
        VmFault.NoPage => 2,
        VmFault.Oom => 1,
        _ => 0,
    };

    public static VmFault Logged(Vma vma, ulong address, Page page)
    {
        var fault = Vm.VmfInsertPage(vma, address, page);
        Hw.Log("fault " + (int)fault);
        Seen[(int)fault]++;
        return fault;
    }

    public static int ForAbi(Vma vma, ulong address, Page page) => (int)Vm.VmfInsertPage(vma, address, page);

    public static int Negative(Vma vma, ulong address, Page page) =>
        Vm.VmfInsertPage(vma, address, page) == VmFault.NoPage ? 0 : -Errno.Fault; // ACQ203
}

public enum Result
{
    Done = 0,
    Busy = -16,
    NoMemory = -12,
}

[Flags]
public enum Outcome
{
    None = 0,
    Bad = 2,
    Done = 0x100,
    Slow = 0x200,
}

public static class OwnInsertions
{
    [NotIn("page-fault", Use = nameof(Mapped))]
    public static extern int Map(Page page);

    [OnlyIn("page-fault", Use = nameof(Map))]
    public static extern Result Mapped(Page page);

    [NotIn("page-fault", Use = nameof(PutFault))]
    public static extern int Put(Page page);

    [OnlyIn("page-fault", Use = nameof(Put))]
    public static extern Outcome PutFault(Page page);

    [NotIn("page-fault", Use = nameof(AddFault))]
    public static int Add(Page page) => page is null ? -14 : 0;

    [OnlyIn("page-fault", Use = nameof(Add))]
    public static Outcome AddFault(Page page)
    {
#pragma warning disable ACQ201, ACQ202, ACQ902
        int err = Add(page);
#pragma warning restore ACQ201, ACQ202, ACQ902
        if (err != 0)
            return Outcome.Bad;
        return Outcome.Done;
    }
}

public static class SameCodes
{
    public static Result Cast(Page page) => (Result)OwnInsertions.Map(page);

    public static bool Failed(Page page) => OwnInsertions.Mapped(page) < 0;

    public static bool FailedLater(Page page)
    {
        var result = OwnInsertions.Mapped(page);
        return result < 0;
    }
}

public static class MoreThanConverted
{
    public static Outcome WasSlow(Page page) => OwnInsertions.Put(page) == 0 ? Outcome.Done | Outcome.Slow : Outcome.Bad;

    public static Outcome WasSlowInSteps(Page page)
    {
        int err = OwnInsertions.Put(page);
        if (err != 0)
            return Outcome.Bad;
        return Outcome.Done | Outcome.Slow;
    }

    public static Outcome GoesOn(Page page, Page next)
    {
        int err = OwnInsertions.Put(page);
        if (err == -16)
            return Outcome.Done;
        if (err != 0)
        {
            Hw.Log("could not put " + err);
            return Outcome.Bad;
        }

        return Outcome.Done;
    }

    public static Outcome Retried(Page page)
    {
        int err;
        do
        {
            err = OwnInsertions.Put(page);
        }
        while (err == -11);
        return err == 0 ? Outcome.Done : Outcome.Bad;
    }

    public static Outcome OneOfTwoErrors(Page page, (int Error, int Left) other, bool put)
    {
        int err = 0;
        if (put)
            err = OwnInsertions.Put(page);
        else
            (err, _) = other;
        return err == 0 ? Outcome.Done : Outcome.Bad;
    }

    public static string Described(Page page) => OwnInsertions.Put(page) == 0 ? "done" : "bad";

    public static Outcome? Perhaps(Page page) => OwnInsertions.Put(page) == 0 ? Outcome.Done : (Outcome?)null;
}
