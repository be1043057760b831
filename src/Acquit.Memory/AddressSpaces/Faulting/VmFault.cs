namespace Acquit.Memory;

/// <summary>A page fault while it is handled (vm_fault). Belongs to one thread, and to the handler only until it returns.</summary>
/// <remarks>With checking off the object is used again for the thread's next fault.</remarks>
public sealed class VmFault
{
    [ThreadStatic]
    private static VmFault? spare;

    private KernelMemory kernel = null!;
    private bool isOver;

    private VmFault()
    {
    }

    /// <summary>
    /// The area that was touched. Only while the mmap lock is held: who has given it back has to have what it needs in hand.
    /// </summary>
    public VmAreaStruct Area
    {
        get
        {
            CheckUse();
            return Target;
        }
    }

    /// <summary>The address of the page that was touched, in bytes.</summary>
    public ulong Address { get; private set; }

    /// <summary>The page's index in the mapped object: the area's offset plus the page's place in the area, in pages.</summary>
    public ulong Pgoff { get; private set; }

    /// <summary>The circumstances.</summary>
    public FaultFlags Flags { get; internal set; }

    /// <summary>Whether the access is a write.</summary>
    public bool IsWrite => (Flags & FaultFlags.Write) != 0;

    /// <summary>
    /// Whether the handler may give the mmap lock back and answer <see cref="VmFaultCode.Retry"/> (fault_flag_allow_retry_first): it
    /// is allowed, and this is the first try.
    /// </summary>
    public bool AllowsRetryFirst => (Flags & (FaultFlags.AllowRetry | FaultFlags.Tried)) == FaultFlags.AllowRetry;

    /// <summary>
    /// Set by a fault handler that answers 0 or <see cref="VmFaultCode.Locked"/>: the page to map. Its one reference goes to
    /// the core. Set by the core for <see cref="VmOperations.PageMkwrite"/>.
    /// </summary>
    public Page? Page { get; set; }

    /// <summary>
    /// For the first write to a private area: the page that becomes the copy (cow_page). The core fills it from <see cref="Page"/>,
    /// unless the handler fills it, maps it with <see cref="KernelMemory.FinishFault"/>, and answers
    /// <see cref="VmFaultCode.DoneCow"/>. It is the core's. Null for other faults.
    /// </summary>
    public Page? CowPage { get; internal set; }

    /// <summary>The area, whether or not the lock is held.</summary>
    internal VmAreaStruct Target { get; private set; } = null!;

    /// <summary>A fatal signal has ended the handler's waiting, and the lock was given back for that.</summary>
    internal bool WasKilled { get; set; }

    internal static VmFault Begin(KernelMemory kernel, VmAreaStruct area, ulong address, FaultFlags flags)
    {
        // A fault may cause another one, in a different address space: then the spare one is gone, and this makes a new one.
        VmFault fault = kernel.IsChecking || spare is null ? new VmFault() : spare;
        if (fault == spare)
        {
            spare = null;
        }

        fault.kernel = kernel;
        fault.Target = area;
        fault.Address = address;
        fault.Pgoff = area.PgoffOf(address);
        fault.Flags = flags;
        fault.WasKilled = false;
        fault.Page = null;
        fault.CowPage = null;
        return fault;
    }

    internal void End()
    {
        if (kernel.IsChecking)
        {
            isOver = true;
        }
        else
        {
            spare = this;
            Target = null!;
            Page = null;
            CowPage = null;
        }
    }

    private void CheckUse()
    {
        if (!kernel.IsChecking)
        {
            return;
        }

        CallSite site = new("VmFault.Area", "", "", 0);
        if (isOver)
        {
            kernel.Misuse("A fault was used after its handler had returned", null, site);
        }
        else if (!KernelThread.Current.HoldsMmapLock(Target.Mm))
        {
            kernel.Warn($"{Target} was used in a fault handler that had given the mmap lock back: it may be gone", site);
        }
    }
}
