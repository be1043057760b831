namespace Acquit.Memory;

/// <summary>What a fault handler answers (vm_fault_t). Never an errno. Values are those of Linux 6.0.</summary>
[Flags]
[Carries(CodeSorts.FaultCode, Use = "VmfError, VmfInsertError, VmfFsError")]
public enum VmFaultCode : uint
{
    /// <summary>The page is in <see cref="VmFault.Page"/>, with a reference for the core.</summary>
    None = 0,

    /// <summary>Out of memory (VM_FAULT_OOM).</summary>
    Oom = 0x1,

    /// <summary>Nothing can be there (VM_FAULT_SIGBUS).</summary>
    SigBus = 0x2,

    /// <summary>Input or output was needed (VM_FAULT_MAJOR).</summary>
    Major = 0x4,

    /// <summary>A private copy was made for a write; between the core and its own followers of pages (VM_FAULT_WRITE).</summary>
    Write = 0x8,

    /// <summary>The page's memory has failed (VM_FAULT_HWPOISON).</summary>
    HwPoison = 0x10,

    /// <summary>The memory of a huge page has failed (VM_FAULT_HWPOISON_LARGE).</summary>
    HwPoisonLarge = 0x20,

    /// <summary>The process may not (VM_FAULT_SIGSEGV).</summary>
    SigSegv = 0x40,

    /// <summary>The handler has mapped the page itself (VM_FAULT_NOPAGE).</summary>
    NoPage = 0x100,

    /// <summary>As <see cref="None"/>, and the page is locked (VM_FAULT_LOCKED).</summary>
    Locked = 0x200,

    /// <summary>The handler has given the mmap lock back and wants to be asked again (VM_FAULT_RETRY).</summary>
    Retry = 0x400,

    /// <summary>A huge fault wants to be handled by small pages (VM_FAULT_FALLBACK).</summary>
    Fallback = 0x800,

    /// <summary>The handler has made the private copy itself (VM_FAULT_DONE_COW).</summary>
    DoneCow = 0x1000,

    /// <summary>The file has to be synced first (VM_FAULT_NEEDDSYNC).</summary>
    NeedDsync = 0x2000,

    /// <summary>The handler is done and has given the mmap lock back (VM_FAULT_COMPLETED).</summary>
    Completed = 0x4000,

    /// <summary>Any of the bits that mean failure (VM_FAULT_ERROR).</summary>
    AnyError = Oom | SigBus | SigSegv | HwPoison | HwPoisonLarge | Fallback,
}
