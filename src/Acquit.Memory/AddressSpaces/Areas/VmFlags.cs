namespace Acquit.Memory;

/// <summary>What an area allows and what is in it (vm_flags). Values are those of Linux 6.0.</summary>
[Flags]
public enum VmFlags : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>May be read (VM_READ).</summary>
    Read = 0x1,

    /// <summary>May be written (VM_WRITE).</summary>
    Write = 0x2,

    /// <summary>May be executed (VM_EXEC).</summary>
    Exec = 0x4,

    /// <summary>Writes are seen by all who map the same pages; without it, a write makes a private copy (VM_SHARED).</summary>
    Shared = 0x8,

    /// <summary>May be made readable (VM_MAYREAD).</summary>
    MayRead = 0x10,

    /// <summary>May be made writable (VM_MAYWRITE).</summary>
    MayWrite = 0x20,

    /// <summary>May be made executable (VM_MAYEXEC).</summary>
    MayExec = 0x40,

    /// <summary>May be made shared (VM_MAYSHARE).</summary>
    MayShare = 0x80,

    /// <summary>Maps bare frame numbers, without counted pages (VM_PFNMAP).</summary>
    PfnMap = 0x400,

    /// <summary>Kept in memory (VM_LOCKED). Reclaim and MADV_DONTNEED leave it alone.</summary>
    Locked = 0x2000,

    /// <summary>Maps device memory (VM_IO).</summary>
    Io = 0x4000,

    /// <summary>Left out of the address space of a child (VM_DONTCOPY).</summary>
    DontCopy = 0x20000,

    /// <summary>Must not grow (VM_DONTEXPAND).</summary>
    DontExpand = 0x40000,

    /// <summary>Empty in a child process (VM_WIPEONFORK).</summary>
    WipeOnFork = 0x2000000,

    /// <summary>Left out of dumps (VM_DONTDUMP).</summary>
    DontDump = 0x4000000,

    /// <summary>May hold inserted pages and bare frame numbers (VM_MIXEDMAP).</summary>
    MixedMap = 0x10000000,

    /// <summary>May be mapped by huge entries where it covers their whole range (VM_HUGEPAGE).</summary>
    HugePage = 0x20000000,

    /// <summary>Must not be mapped by huge entries (VM_NOHUGEPAGE).</summary>
    NoHugePage = 0x40000000,
}
