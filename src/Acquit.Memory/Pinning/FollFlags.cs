namespace Acquit.Memory;

/// <summary>How user pages are looked up (FOLL_*). Test them by name: the kernel's numbers change between releases.</summary>
[Flags]
public enum FollFlags
{
    /// <summary>The pages will only be read.</summary>
    None = 0,

    /// <summary>The kernel or the device will write the pages: a private copy is made first where one is due (FOLL_WRITE).</summary>
    Write = 0x1,

    /// <summary>Take references (FOLL_GET). Implied by the get calls, and a mistake with the pin calls.</summary>
    Get = 0x4,

    /// <summary>For a dump: holes are not filled (FOLL_DUMP).</summary>
    Dump = 0x8,

    /// <summary>Override the permissions of private mappings (FOLL_FORCE).</summary>
    Force = 0x10,

    /// <summary>Do not wait; zero pages are a result then (FOLL_NOWAIT).</summary>
    NoWait = 0x20,

    /// <summary>Do not fault pages in (FOLL_NOFAULT).</summary>
    NoFault = 0x80,

    /// <summary>Tell failed memory from a bad address (FOLL_HWPOISON).</summary>
    HwPoison = 0x100,

    /// <summary>The pages stay pinned for as long as user space likes (FOLL_LONGTERM). With the pin calls only.</summary>
    LongTerm = 0x10000,

    /// <summary>Internal: take pins (FOLL_PIN). Never passed by a driver.</summary>
    Pin = 0x40000,

    /// <summary>Internal: never fall back to faulting (FOLL_FAST_ONLY). Never passed by a driver.</summary>
    FastOnly = 0x80000,
}
