// silent: ACQ201
using System;
using Acquit;
using Cases.Api;

namespace Cases;

// Where a handler runs is said by what it is assigned to. A call through helpers is reported in the code that runs in the
// context, at its call of the helper: only there both ends are known.
internal sealed class FaultContextOfHandlers
{
    private Page _page;

    public static VmOperations LambdaInAnInitializer(Page page) => new VmOperations
    {
        Fault = vmf =>
        {
            int err = Vm.VmInsertPage(vmf.Vma, vmf.Address, page); // ACQ201
            return err == 0 ? VmFault.NoPage : VmFault.SigBus;
        },
    };

    public static VmOperations AllowedLambdaInAnInitializer(Page page) => new VmOperations
    {
        Fault = vmf => Vm.VmfInsertPage(vmf.Vma, vmf.Address, page),
    };

    public void LambdaAssigned(VmOperations operations)
    {
        operations.Fault = vmf =>
            Vm.VmInsertPage(vmf.Vma, vmf.Address, _page) == 0 // ACQ201
                ? VmFault.NoPage
                : VmFault.Oom;
    }

    public void LambdaAssignedToAField(VmOperations operations)
    {
        operations.PageMkwrite = vmf =>
        {
            Vm.VmInsertPage(vmf.Vma, vmf.Address, _page); // ACQ201
            return VmFault.NoPage;
        };
    }

    public VmOperations MethodGroupInAnInitializer() => new() { Fault = FaultInsertsWrongly, Open = Opened };

    public void MethodGroupAssigned(VmOperations operations) => operations.Fault = FaultInsertsRightly;

    public static VmOperations LocalFunctionAssigned(Page page)
    {
        return new VmOperations { Fault = OnFault };

        VmFault OnFault(FaultInfo vmf)
        {
            int err = Vm.VmInsertPage(vmf.Vma, vmf.Address, page); // ACQ201
            return err < 0 ? VmFault.SigBus : VmFault.NoPage;
        }
    }

    public static void AnonymousMethodAssigned(VmOperations operations, Page page)
    {
        operations.Fault = delegate(FaultInfo vmf)
        {
            Vm.VmInsertPage(vmf.Vma, vmf.Address, page); // ACQ201
            return VmFault.NoPage;
        };
    }

    public void PassedInAParameter(Vma vma)
    {
        Vm.OnFault(vma, vmf =>
        {
            Vm.VmInsertPage(vmf.Vma, vmf.Address, _page); // ACQ201
            return VmFault.NoPage;
        });
    }

    public void OfADelegateType(Vma vma)
    {
        FaultHandler handler = vmf =>
        {
            Vm.VmInsertPage(vmf.Vma, vmf.Address, _page); // ACQ201
            return VmFault.NoPage;
        };
        Vm.OnFaultTyped(vma, handler);
    }

    public void OfAnOrdinaryDelegateType(Vma vma)
    {
        Action<Vma> handler = opened => Vm.VmInsertPage(opened, opened.Start, _page);
        handler(vma);
    }

    public void PassedWhereNothingIsSaid(Vma vma)
    {
        Vm.Schedule(() => Vm.VmInsertPage(vma, vma.Start, _page));
    }

    public FileOperations MmapMayInsert() => new()
    {
        Mmap = vma => Vm.VmInsertPage(vma, vma.Start, _page),
    };

    public FileOperations MmapMayNotUseTheFaultForm() => new()
    {
        Mmap = vma =>
        {
            VmFault result = Vm.VmfInsertPage(vma, vma.Start, _page); // ACQ202
            return result == VmFault.NoPage ? 0 : -Errno.Fault;
        },
    };

    public FileOperations MmapMayRemap() => new()
    {
        Mmap = vma => Vm.RemapPfnRange(vma, vma.Start, 0, Mm.PageSize),
    };

    public VmOperations FaultMayNotRemap() => new()
    {
        Fault = vmf => Vm.RemapPfnRange(vmf.Vma, vmf.Address, 0, Mm.PageSize) == 0 ? VmFault.NoPage : VmFault.SigBus, // ACQ202
    };

    public VmOperations OtherOperationsAreNotFaults() => new()
    {
        Open = vma => Vm.VmInsertPage(vma, vma.Start, _page),
        Close = vma => Vm.VmInsertPage(vma, vma.Start, _page),
    };

    // Deferred work runs elsewhere: it only starts here.
    public VmOperations FaultSchedulesTheInsertion() => new()
    {
        Fault = vmf =>
        {
            Vm.Schedule(() => Vm.VmInsertPage(vmf.Vma, vmf.Address, _page));
            return VmFault.NoPage;
        },
    };

    private VmFault FaultInsertsWrongly(FaultInfo vmf)
    {
        int err = Vm.VmInsertPage(vmf.Vma, vmf.Address, _page); // ACQ201
        return err == -Errno.NoMem ? VmFault.Oom : VmFault.NoPage;
    }

    private VmFault FaultInsertsRightly(FaultInfo vmf) => Vm.VmfInsertPage(vmf.Vma, vmf.Address, _page);

    private void Opened(Vma vma) => Vm.VmInsertPage(vma, vma.Start, _page);
}

// The method itself, or what it overrides, says where it runs.
internal sealed class FaultContextOfMethods : FaultOperations, IFaultSource
{
    private Page _page;

    [RunsIn("page-fault")]
    public VmFault SaysItself(FaultInfo vmf)
    {
        Vm.VmInsertPage(vmf.Vma, vmf.Address, _page); // ACQ201
        return VmFault.NoPage;
    }

    [RunsIn("page-fault")]
    public VmFault SaysItselfAndKeepsToIt(FaultInfo vmf) => Vm.VmfInsertPage(vmf.Vma, vmf.Address, _page);

    public override VmFault HandleFault(FaultInfo vmf)
    {
        Vm.VmInsertPage(vmf.Vma, vmf.Address, _page); // ACQ201
        return VmFault.NoPage;
    }

    public override void Opened(Vma vma) => Vm.VmInsertPage(vma, vma.Start, _page);

    public VmFault Fault(FaultInfo vmf)
    {
        Vm.VmInsertPage(vmf.Vma, vmf.Address, _page); // ACQ201
        return VmFault.NoPage;
    }

    public int SaysNothing(Vma vma) => Vm.VmInsertPage(vma, vma.Start, _page);

    [RunsIn("mmap")]
    public int Mmap(Vma vma)
    {
        Vm.VmfInsertPage(vma, vma.Start, _page); // ACQ202
        return 0;
    }
}

// Helpers: allowed or not depends on who calls them.
internal sealed class FaultContextThroughHelpers
{
    private Page _page;

    public VmOperations OneDeep() => new()
    {
        Fault = vmf => Map(vmf.Vma, vmf.Address) == 0 ? VmFault.NoPage : VmFault.SigBus, // ACQ201
    };

    public VmOperations TwoDeep() => new()
    {
        Fault = vmf =>
        {
            Prepare(vmf.Vma, vmf.Address); // ACQ201
            return VmFault.NoPage;
        },
    };

    public FileOperations SameHelperFromMmap() => new()
    {
        Mmap = vma => Map(vma, vma.Start),
    };

    public VmOperations HelperThatIsFine() => new()
    {
        Fault = vmf => MapInFault(vmf),
    };

    public VmOperations HelperThatOnlyLogs() => new()
    {
        Fault = vmf =>
        {
            Note(vmf.Vma);
            return VmFault.NoPage;
        },
    };

    public FileOperations FaultHelperFromMmap() => new()
    {
        Mmap = vma =>
        {
            MapInFault(new FaultInfo { Vma = vma, Address = vma.Start }); // ACQ202
            return 0;
        },
    };

    public VmOperations RecursiveHelper() => new()
    {
        Fault = vmf =>
        {
            MapDownTo(vmf.Vma, vmf.Address, 8); // ACQ201
            return VmFault.NoPage;
        },
    };

    private void Prepare(Vma vma, ulong address)
    {
        Note(vma);
        Map(vma, address);
    }

    private int Map(Vma vma, ulong address) => Vm.VmInsertPage(vma, address, _page);

    private VmFault MapInFault(FaultInfo vmf) => Vm.VmfInsertPage(vmf.Vma, vmf.Address, _page);

    private void MapDownTo(Vma vma, ulong address, int n)
    {
        if (n == 0)
            return;

        Vm.VmInsertPage(vma, address, _page);
        MapDownTo(vma, address + Mm.PageSize, n - 1);
    }

    private static void Note(Vma vma) => vma.PrivateData = null;
}
