using System;
using Cases.Api;

namespace Cases;

// Handlers that keep a lock of an object of this code: whoever calls them knows nothing of it.
internal static class LocksKeptByHandlers
{
    public sealed class Surface
    {
        public Gate Guard { get; } = new();

        public Gate Other { get; } = new();

        public Gate Given { get; set; } = new();

        public int Pages { get; set; }
    }

    // Reports.

    public sealed class OnOneWay
    {
        public VmOperations Operations() => new() { Fault = Faults };

        public FileOperations Files() => new() { Mmap = Maps };

        public void Update(Surface surface)
        {
            surface.Guard.Enter();
            surface.Pages++;
            surface.Guard.Leave();
        }

        // Another one's.
        public void Resume(Surface surface) => surface.Other.Leave();

        private VmFault Faults(FaultInfo vmf)
        {
            Surface surface = (Surface)vmf.Vma.PrivateData;
            if (!surface.Guard.TryEnter())
            {
                if (vmf.Address == 0)
                {
                    surface.Guard.Enter(); // ACQ101
                    return VmFault.NoPage;
                }

                surface.Guard.Enter();
            }

            surface.Pages++;
            surface.Guard.Leave();
            return VmFault.None;
        }

        private int Maps(Vma vma)
        {
            Surface surface = (Surface)vma.PrivateData;
            surface.Guard.Enter(); // ACQ101
            return surface.Pages == 0 ? -Errno.Inval : 0;
        }
    }

    // Silent: it is given back by somebody who has not taken it, or may be.

    public sealed class Halves
    {
        public VmOperations Operations() => new() { Fault = Faults, PageMkwrite = Writes };

        private VmFault Faults(FaultInfo vmf)
        {
            Surface surface = (Surface)vmf.Vma.PrivateData;
            surface.Other.Enter();
            return VmFault.None;
        }

        private VmFault Writes(FaultInfo vmf)
        {
            Surface surface = (Surface)vmf.Vma.PrivateData;
            surface.Other.Leave();
            return VmFault.None;
        }
    }

    public sealed class OfOthers
    {
        public VmOperations Operations() => new() { Fault = Faults };

        private VmFault Faults(FaultInfo vmf)
        {
            Surface surface = (Surface)vmf.Vma.PrivateData;
            surface.Given.Enter();
            return VmFault.None;
        }
    }

    // Anybody may call it.
    public sealed class NoHandlers
    {
        public int Starts(Surface surface)
        {
            surface.Guard.Enter();
            return surface.Pages;
        }
    }
}
