namespace Acquit.Memory;

/// <summary>What happens to a range (mmu_notifier_event).</summary>
public enum MmuNotifyEvent
{
    /// <summary>It is unmapped, by munmap or by moving it (MMU_NOTIFY_UNMAP).</summary>
    Unmap,

    /// <summary>Its entries are cleared, the area stays (MMU_NOTIFY_CLEAR).</summary>
    Clear,

    /// <summary>The protection of an area changes (MMU_NOTIFY_PROTECTION_VMA).</summary>
    ProtectionVma,

    /// <summary>The protection of pages changes, the area's does not (MMU_NOTIFY_PROTECTION_PAGE).</summary>
    ProtectionPage,

    /// <summary>Who wrote is about to be tracked anew (MMU_NOTIFY_SOFT_DIRTY).</summary>
    SoftDirty,

    /// <summary>The address space ends (MMU_NOTIFY_RELEASE).</summary>
    Release,

    /// <summary>Pages move to or from a device (MMU_NOTIFY_MIGRATE).</summary>
    Migrate,

    /// <summary>A device gets pages for itself (MMU_NOTIFY_EXCLUSIVE).</summary>
    Exclusive,
}
