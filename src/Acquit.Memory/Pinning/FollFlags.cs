namespace Acquit.Memory;

/// <summary>How user pages are looked up (FOLL_*). Test them by name: the kernel's numbers change between releases.</summary>
/// <remarks>Those said to be internal are the core's own: a driver that passes one is warned about, and its call refused.</remarks>
[Flags]
public enum FollFlags
{
    /// <summary>The pages will only be read.</summary>
    None = 0,

    /// <summary>The kernel or the device will write the pages: a private copy is made first where one is due (FOLL_WRITE).</summary>
    Write = 0x1,

    /// <summary>Internal: mark what is found as accessed, and as dirty where it is to be written (FOLL_TOUCH).</summary>
    Touch = 0x2,

    /// <summary>Take references (FOLL_GET). Implied by the get calls, and a mistake with the pin calls.</summary>
    Get = 0x4,

    /// <summary>For a dump: holes are not filled, and the page of zeroes is one (FOLL_DUMP).</summary>
    Dump = 0x8,

    /// <summary>Override the permissions of private mappings (FOLL_FORCE).</summary>
    Force = 0x10,

    /// <summary>Do not wait; zero pages are a result then (FOLL_NOWAIT).</summary>
    NoWait = 0x20,

    /// <summary>Do not fault pages in (FOLL_NOFAULT).</summary>
    NoFault = 0x80,

    /// <summary>Tell failed memory (-EHWPOISON) from a bad address (FOLL_HWPOISON).</summary>
    HwPoison = 0x100,

    /// <summary>Honour entries made for the balance between nodes (FOLL_HONOR_NUMA_FAULT). There is one node, so it changes nothing.</summary>
    HonorNumaFault = 0x200,

    /// <summary>Internal: the fault was tried before (FOLL_TRIED).</summary>
    Tried = 0x800,

    /// <summary>Internal: for another process (FOLL_REMOTE). Set by the remote calls.</summary>
    Remote = 0x2000,

    /// <summary>Only anonymous memory will do (FOLL_ANON).</summary>
    Anon = 0x8000,

    /// <summary>The pages stay pinned for as long as user space likes (FOLL_LONGTERM). With the pin calls only.</summary>
    LongTerm = 0x10000,

    /// <summary>Split huge entries on the way (FOLL_SPLIT_PMD).</summary>
    SplitPmd = 0x20000,

    /// <summary>Internal: take pins (FOLL_PIN). Never passed by a driver.</summary>
    Pin = 0x40000,

    /// <summary>Internal: never fall back to faulting (FOLL_FAST_ONLY). Never passed by a driver.</summary>
    FastOnly = 0x80000,

    /// <summary>Memory that devices use among themselves will do (FOLL_PCI_P2PDMA). Not with <see cref="LongTerm"/>.</summary>
    PciP2pDma = 0x100000,

    /// <summary>Any signal ends the wait for a fault, and not only a fatal one (FOLL_INTERRUPTIBLE).</summary>
    Interruptible = 0x200000,

    /// <summary>Internal: the mmap lock may be dropped meanwhile (FOLL_UNLOCKABLE).</summary>
    Unlockable = 0x400000,

    /// <summary>Internal: to fill an area ahead of its use (FOLL_MADV_POPULATE).</summary>
    MadvPopulate = 0x800000,
}
