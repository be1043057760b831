// silent: ACQ202
using System;
using Acquit;
using Cases.Api;

namespace Cases;

// What only a fault handler may call, from where it may not be called.
internal sealed class CalledFromElsewhere
{
    private readonly Page _page = new();

    public FileOperations InALoop() => new()
    {
        Mmap = vma =>
        {
            for (ulong at = vma.Start; at < vma.Start + 4096; at += 4096)
                Vm.VmfInsertPage(vma, at, _page); // ACQ202
            return 0;
        },
    };

    public FileOperations ByAMethod() => new() { Mmap = MmapOne };

    private int MmapOne(Vma vma)
    {
        if (vma.Start == 0)
            return -Errno.Fault;
        return Vm.VmfInsertPage(vma, vma.Start, _page) == VmFault.NoPage ? 0 : -Errno.Fault; // ACQ202
    }

    public FileOperations ByALocalFunction()
    {
        return new FileOperations { Mmap = Local };

        int Local(Vma vma) => Vm.VmfInsertPage(vma, vma.Start, _page) == VmFault.NoPage ? 0 : -Errno.Fault; // ACQ202
    }

    [RunsIn("mmap")]
    public int Declared(Vma vma)
    {
        VmFault result = Through(vma); // ACQ202
        return result == VmFault.NoPage ? 0 : -Errno.Fault;
    }

    [RunsIn("mmap")]
    public int DeclaredTwoDeep(Vma vma) => ThroughTwo(vma) == VmFault.NoPage ? 0 : -Errno.Fault; // ACQ202

    [RunsIn("page-fault")]
    public int RemapsInAFault(Vma vma)
    {
        return Vm.RemapPfnRange(vma, vma.Start, 0, Mm.PageSize); // ACQ202
    }

    [RunsIn("page-fault")]
    public VmFault InAFault(Vma vma) => ThroughTwo(vma);

    [RunsIn("mmap")]
    public int RemapsInMmap(Vma vma) => Vm.RemapPfnRange(vma, vma.Start, 0, Mm.PageSize);

    public VmFault NobodyKnowsWhere(Vma vma) => Through(vma);

    private VmFault Through(Vma vma) => Vm.VmfInsertPage(vma, vma.Start, _page);

    private VmFault ThroughTwo(Vma vma) => Through(vma);

    public VmOperations AsAHandler() => new() { Fault = vmf => Vm.VmfInsertPage(vmf.Vma, vmf.Address, vmf.Page) };

    public VmOperations AsAHandlerThroughAHelper() => new() { Fault = vmf => ThroughTwo(vmf.Vma) };

    public VmOperations InALocalHandler()
    {
        return new VmOperations { Fault = Local };

        VmFault Local(FaultInfo vmf) => Hw.Ready() ? Vm.VmfInsertPage(vmf.Vma, vmf.Address, _page) : VmFault.SigBus;
    }

    public void WhereAFaultComes(Vma vma) => Vm.OnFault(vma, vmf => Through(vmf.Vma));

    public FileOperations RemapsAtOnce() => new() { Mmap = vma => Vm.RemapPfnRange(vma, vma.Start, 0, Mm.PageSize) };

    public void Delegated(Vma vma) => Vm.Schedule(() => Hw.Log(Through(vma).ToString()));

    // It runs some day, as whatever it is made then.
    [RunsIn("mmap")]
    public int OnlyHandsOn(Vma vma)
    {
        vma.Operations = new VmOperations { Fault = vmf => Through(vmf.Vma) };
        return 0;
    }
}
