// silent: ACQ201
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Acquit;
using Cases.Api;

namespace Cases;

// Where handlers come from, and what they come to.
internal sealed class ContextsOfHandlers
{
    private Page _page;

    public VmOperations ThroughAVariable()
    {
        Func<FaultInfo, VmFault> handler = vmf =>
        {
            Vm.VmInsertPage(vmf.Vma, vmf.Address, _page); // ACQ201
            return VmFault.NoPage;
        };
        return new VmOperations { Fault = handler };
    }

    public VmOperations ThroughAVariableThatMayBeAnother(bool quiet)
    {
        Func<FaultInfo, VmFault> handler = vmf =>
        {
            Vm.VmInsertPage(vmf.Vma, vmf.Address, _page);
            return VmFault.NoPage;
        };
        handler(null);
        handler = vmf => VmFault.SigBus;
        return new VmOperations { Fault = handler };
    }

    public VmOperations ChosenAmongTwo(bool huge) => new VmOperations
    {
        Fault = huge ? FaultsByInserting : FaultsRightly,
    };

    public VmOperations ChosenInASwitch(int size) => new VmOperations
    {
        Fault = size switch
        {
            0 => FaultsRightly,
            _ => FaultsByInserting,
        },
    };

    private VmFault FaultsByInserting(FaultInfo vmf)
    {
        Vm.VmInsertPage(vmf.Vma, vmf.Address, _page); // ACQ201
        return VmFault.NoPage;
    }

    private VmFault FaultsRightly(FaultInfo vmf) => Vm.VmfInsertPage(vmf.Vma, vmf.Address, _page);

    // Nothing is said of where these run.
    public List<Func<FaultInfo, VmFault>> KeptInAList() => new()
    {
        vmf => { Vm.VmInsertPage(vmf.Vma, vmf.Address, _page); return VmFault.NoPage; },
    };

    public Func<FaultInfo, VmFault> Returned() => vmf => { Vm.VmInsertPage(vmf.Vma, vmf.Address, _page); return VmFault.NoPage; };

    // One method, two uses: judged by the one in the fault handler.
    public VmOperations UsedTwice() => new() { Fault = UsedElsewhereToo, Open = vma => UsedElsewhereToo(new FaultInfo { Vma = vma }) };

    private VmFault UsedElsewhereToo(FaultInfo vmf) => Vm.VmInsertPage(vmf.Vma, vmf.Address, _page) == 0 ? VmFault.NoPage : VmFault.Oom; // ACQ201

    // A helper that handlers of two contexts share: each is judged by its own.
    public VmOperations SharesWithMmap() => new() { Fault = vmf => InsertsForAll(vmf) };

    public FileOperations SharesWithFault() => new()
    {
        Mmap = vma => InsertsForAll(new FaultInfo { Vma = vma }) == VmFault.NoPage ? 0 : -Errno.Fault, // ACQ202
    };

    private VmFault InsertsForAll(FaultInfo vmf) => Vm.VmfInsertPage(vmf.Vma, vmf.Address, _page);

    // Down through a constructor, a property and a local function.
    public VmOperations ThroughAConstructor() => new()
    {
        Fault = vmf =>
        {
            var mapped = new Mapped(vmf, _page); // ACQ201
            return mapped.Result;
        },
    };

    public VmOperations ThroughAProperty() => new()
    {
        Fault = vmf =>
        {
            Current = vmf; // ACQ201
            return VmFault.NoPage;
        },
    };

    private FaultInfo Current
    {
        set => Vm.VmInsertPage(value.Vma, value.Address, _page);
    }

    public VmOperations ReadsAProperty() => new()
    {
        Fault = vmf =>
        {
            _ = Inserted; // ACQ201
            return VmFault.NoPage;
        },
    };

    private int Inserted => Vm.VmInsertPage(null, 0, _page);

    public VmOperations ThroughALocalFunction() => new()
    {
        Fault = vmf =>
        {
            return Insert() == 0 ? VmFault.NoPage : VmFault.SigBus; // ACQ201

            int Insert() => Vm.VmInsertPage(vmf.Vma, vmf.Address, _page);
        },
    };

    public VmOperations OnlyDeclaresALocalFunction() => new()
    {
        Fault = vmf =>
        {
            Action insert = Insert;
            Vm.Schedule(insert);
            return VmFault.NoPage;

            void Insert() => Vm.VmInsertPage(vmf.Vma, vmf.Address, _page);
        },
    };

    public VmOperations OnlyMakesALazySequence() => new()
    {
        Fault = vmf =>
        {
            var later = Lazily(vmf);
            Vm.Schedule(() => { foreach (int error in later) { _ = error; } });
            return VmFault.NoPage;
        },
    };

    private IEnumerable<int> Lazily(FaultInfo vmf)
    {
        yield return Vm.VmInsertPage(vmf.Vma, vmf.Address, _page);
    }

    // What follows an await may run anywhere; what comes before runs here.
    public VmOperations StartsSomething() => new()
    {
        Fault = vmf =>
        {
            _ = InsertsLater(vmf);
            return VmFault.NoPage;
        },
    };

    private async Task InsertsLater(FaultInfo vmf)
    {
        await Task.Yield();
        Vm.VmInsertPage(vmf.Vma, vmf.Address, _page);
    }

    public VmOperations StartsSomethingTooEarly() => new()
    {
        Fault = vmf =>
        {
            _ = InsertsAtOnce(vmf); // ACQ201
            return VmFault.NoPage;
        },
    };

    private async Task InsertsAtOnce(FaultInfo vmf)
    {
        Vm.VmInsertPage(vmf.Vma, vmf.Address, _page);
        await Task.Yield();
    }

    // Nine deep.
    public VmOperations FarDown() => new()
    {
        Fault = vmf => Down1(vmf) == 0 ? VmFault.NoPage : VmFault.SigBus, // ACQ201
    };

    private int Down1(FaultInfo vmf) => Down2(vmf);

    private int Down2(FaultInfo vmf) => Down3(vmf);

    private int Down3(FaultInfo vmf) => Down4(vmf);

    private int Down4(FaultInfo vmf) => Down5(vmf);

    private int Down5(FaultInfo vmf) => Down6(vmf);

    private int Down6(FaultInfo vmf) => Down7(vmf);

    private int Down7(FaultInfo vmf) => Down8(vmf);

    private int Down8(FaultInfo vmf) => Down9(vmf);

    private int Down9(FaultInfo vmf) => Vm.VmInsertPage(vmf.Vma, vmf.Address, _page);

    private readonly struct Mapped
    {
        public Mapped(FaultInfo vmf, Page page) => Result = Vm.VmInsertPage(vmf.Vma, vmf.Address, page) == 0 ? VmFault.NoPage : VmFault.SigBus;

        public VmFault Result { get; }
    }
}

// What may be overridden is not followed; what cannot be is.
internal class ContextsOfOverridables
{
    protected Page _page;

    public VmOperations CallsWhatMayBeOverridden() => new()
    {
        Fault = vmf => Overridable(vmf) == 0 ? VmFault.NoPage : VmFault.SigBus,
    };

    protected virtual int Overridable(FaultInfo vmf) => Vm.VmInsertPage(vmf.Vma, vmf.Address, _page);
}

internal sealed class ContextsOfOverridden : ContextsOfOverridables
{
    public VmOperations CallsItsOwn() => new()
    {
        Fault = vmf => Overridable(vmf) == 0 ? VmFault.NoPage : VmFault.SigBus, // ACQ201
    };

    protected override int Overridable(FaultInfo vmf) => base.Overridable(vmf);
}

// Handlers that call one another: what is wrong is reported once, where it is.
internal sealed class ContextsOfHandlersInACircle
{
    private Page _page;

    public VmOperations Table() => new() { Fault = First, PageMkwrite = Second };

    private VmFault First(FaultInfo vmf)
    {
        if (vmf.Address == 0)
            return Second(vmf);

        Vm.VmInsertPage(vmf.Vma, vmf.Address, _page); // ACQ201
        return VmFault.NoPage;
    }

    private VmFault Second(FaultInfo vmf) => vmf.Address == 1 ? First(vmf) : Third(vmf);

    private VmFault Third(FaultInfo vmf) => First(vmf);
}

internal sealed class ContextsOfHelpersInACircle
{
    private Page _page;

    public VmOperations Table() => new()
    {
        Fault = vmf =>
        {
            Even(vmf, 4); // ACQ201
            return VmFault.NoPage;
        },
        PageMkwrite = HandlerInTheCircle,
    };

    private void Even(FaultInfo vmf, int n)
    {
        if (n > 0)
            Odd(vmf, n - 1);
    }

    private void Odd(FaultInfo vmf, int n)
    {
        Vm.VmInsertPage(vmf.Vma, vmf.Address, _page);
        Even(vmf, n - 1);
    }

    private VmFault HandlerInTheCircle(FaultInfo vmf)
    {
        Helper(vmf); // ACQ201
        return VmFault.NoPage;
    }

    private void Helper(FaultInfo vmf)
    {
        Vm.VmInsertPage(vmf.Vma, vmf.Address, _page);
        if (vmf.Address != 0)
            HandlerInTheCircle(vmf);
    }
}

// Atomic for two reasons, and one report.
internal sealed class ContextsForTwoReasons
{
    private readonly Spinlock _spin = new();

    public void Raise(InterruptLine line) => line.Raised += OnInterrupt;

    private void OnInterrupt()
    {
        _spin.Lock();
        Sleeping.Msleep(1); // ACQ201
        _spin.Unlock();
    }

    public void RaiseThroughAHelper(InterruptLine line) => line.Raised += () => SleepsByItself();

    private void SleepsByItself()
    {
        _spin.Lock();
        Sleeping.Msleep(1); // ACQ201
        _spin.Unlock();
    }
}
