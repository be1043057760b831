namespace Acquit.Memory;

/// <summary>What a process tells the kernel about its memory (MADV_*). Values are those of Linux.</summary>
public enum MadviseAdvice
{
    /// <summary>The content is not needed: it is unmapped, and comes anew with the next access (MADV_DONTNEED).</summary>
    DontNeed = 4,

    /// <summary>A child does not get it (MADV_DONTFORK).</summary>
    DontFork = 10,

    /// <summary>A child gets it (MADV_DOFORK).</summary>
    DoFork = 11,

    /// <summary>Huge entries are welcome (MADV_HUGEPAGE).</summary>
    HugePage = 14,

    /// <summary>No huge entries from now on (MADV_NOHUGEPAGE).</summary>
    NoHugePage = 15,

    /// <summary>Left out of dumps (MADV_DONTDUMP).</summary>
    DontDump = 16,

    /// <summary>Part of dumps (MADV_DODUMP).</summary>
    DoDump = 17,
}
