// silent: ACQ203
using System;
using Acquit;
using Cases.Api;

namespace Cases.ConvertedByHand;

public static class Helpers
{
    public static VmFault Compared(Vma vma, ulong address, Page page) =>
        Vm.VmInsertPage(vma, address, page) == 0 ? VmFault.NoPage : VmFault.SigBus; // ACQ203 "The answer of 'VmInsertPage' is turned into 'VmFault' by hand; 'VmfInsertPage' answers with that already"

    public static VmFault Cast(Vma vma, ulong address, Page page) => (VmFault)Vm.VmInsertPage(vma, address, page); // ACQ203

    public static VmFault Chosen(Vma vma, ulong address, Page page) => Vm.VmInsertPage(vma, address, page) switch // ACQ203
    {
        0 or -Errno.Busy => VmFault.NoPage,
        -Errno.NoMem => VmFault.Oom,
        _ => VmFault.SigBus,
    };

    public static VmFault Variable(Vma vma, ulong address, Page page)
    {
        int err = Vm.VmInsertPage(vma, address, page);
        return err == -Errno.NoMem ? VmFault.Oom : err == 0 ? VmFault.NoPage : VmFault.SigBus; // ACQ203
    }

    public static VmFault CastLater(Vma vma, ulong address, Page page)
    {
        int err = Vm.VmInsertPage(vma, address, page);
        Hw.Log("inserted");
        return (VmFault)err; // ACQ203
    }

    public static VmFault Ladder(Vma vma, ulong address, Page page)
    {
        int err = Vm.VmInsertPage(vma, address, page);
        if (err == -Errno.NoMem) // ACQ203
            return VmFault.Oom;
        if (err < 0 && err != -Errno.Busy)
            return VmFault.SigBus;
        return VmFault.NoPage;
    }

    public static VmFault Switch(Vma vma, ulong address, Page page)
    {
        int err;
        err = Vm.VmInsertPage(vma, address, page);
        switch (err) // ACQ203
        {
            case 0:
                return VmFault.NoPage;
            case -Errno.NoMem:
                return VmFault.Oom;
            default:
                return VmFault.SigBus;
        }
    }

    public static VmFault ByHelper(Vma vma, ulong address, Page page) => ToFault(Vm.VmInsertPage(vma, address, page)); // ACQ203

    public static VmFault ByLargerHelper(Vma vma, ulong address, Page page)
    {
        int err = Vm.VmInsertPage(vma, address, page);
        return ToFaultInSteps(err); // ACQ203
    }

    public static int Reverse(Vma vma, ulong address, Page page) =>
        Vm.VmfInsertPage(vma, address, page) == VmFault.NoPage ? 0 : -Errno.Fault; // ACQ203 "turned into 'int' by hand; 'VmInsertPage' answers"

    public static int ReverseLadder(Vma vma, ulong address, Page page)
    {
        VmFault code = Vm.VmfInsertPage(vma, address, page);
        if (code != VmFault.NoPage) // ACQ203
            return -Errno.Fault;
        return 0;
    }

    public static bool NeverNegative(Vma vma, ulong address, Page page)
    {
        VmFault code = Vm.VmfInsertPage(vma, address, page);
        return code < 0; // ACQ203 "'VmfInsertPage' answers with 'VmFault', which is never negative; 'VmInsertPage' is the one that is tested so"
    }

    public static bool NeverNegativeAtOnce(Vma vma, ulong address, Page page) => (int)Vm.VmfInsertPage(vma, address, page) < 0; // ACQ203

    private static VmFault ToFault(int error) => error switch
    {
        0 => VmFault.NoPage,
        -Errno.NoMem => VmFault.Oom,
        _ => VmFault.SigBus,
    };

    private static VmFault ToFaultInSteps(int error)
    {
        if (error == 0)
            return VmFault.NoPage;
        return VmFault.SigBus;
    }
}

public static class Silent
{
    private static int _errors;

    public static int HandedOn(Vma vma, ulong address, Page page) => Vm.VmInsertPage(vma, address, page);

    public static VmFault RightOne(Vma vma, ulong address, Page page) => Vm.VmfInsertPage(vma, address, page);

    public static int Tested(Vma vma, ulong address, Page page)
    {
        int err = Vm.VmInsertPage(vma, address, page);
        if (err < 0)
            return err;
        return 1;
    }

    public static bool Succeeded(Vma vma, ulong address, Page page) => Vm.VmInsertPage(vma, address, page) == 0;

    public static bool Mapped(Vma vma, ulong address, Page page) => Vm.VmfInsertPage(vma, address, page) == VmFault.NoPage;

    public static int Counted(Vma vma, ulong address, Page page)
    {
        int err = Vm.VmInsertPage(vma, address, page);
        if (err != 0)
            _errors++;
        return err;
    }

    /// <summary>The variable holds the error of something else as well.</summary>
    public static VmFault OfSomethingElse(Vma vma, ulong address, Page page)
    {
        int err = Hw.Status();
        if (err == 0)
            err = Vm.VmInsertPage(vma, address, page);
        return err == 0 ? VmFault.NoPage : VmFault.SigBus;
    }

    public static VmFault OwnWork() => Hw.Status() == 0 ? VmFault.NoPage : VmFault.SigBus;

    /// <summary>It does more than to convert.</summary>
    public static VmFault Retried(Vma vma, ulong address, Page page)
    {
        int err = Vm.VmInsertPage(vma, address, page);
        return err == 0 ? VmFault.NoPage : Again(vma);
    }

    public static void Ignored(Vma vma, ulong address, Page page) => Vm.VmInsertPage(vma, address, page);

    public static void Logged(Vma vma, ulong address, Page page) => Hw.Log(Vm.VmInsertPage(vma, address, page).ToString());

    /// <summary>Both answer with the same code.</summary>
    public static int SameCode(byte[] data) => Sleeping.CopyFromUser(0, 0, data.Length) == 0 ? 0 : -Errno.Fault;

    public static VmFault NoSibling(Vma vma) => Vm.RemapPfnRange(vma, 0, 0, 1) == 0 ? VmFault.NoPage : VmFault.SigBus;

    private static VmFault Again(Vma vma) => VmFault.None;
}

/// <summary>That the call is made there at all is the mistake.</summary>
public class Handler
{
    public VmOperations Operations => new() { Fault = Fault };

    private VmFault Fault(FaultInfo vmf) =>
        Vm.VmInsertPage(vmf.Vma, vmf.Address, vmf.Page) == 0 ? VmFault.NoPage : VmFault.SigBus; // ACQ201
}
