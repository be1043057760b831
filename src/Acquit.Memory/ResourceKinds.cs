namespace Acquit.Memory;

/// <summary>The kinds of resource that the contracts of this layer speak of; the leak report uses the same words.</summary>
public static class ResourceKinds
{
    /// <summary>An allocated page, or a compound block: its reference count decides when it dies.</summary>
    public const string Page = "page";

    /// <summary>An allocated block of several pages that is not compound: only the allocator's own release frees all of it.</summary>
    public const string PageBlock = "page-block";

    /// <summary>Pages allocated by size: whole pages, each on its own, given back by address and size.</summary>
    public const string PageRange = "page-range";

    /// <summary>Kernel memory in one piece.</summary>
    public const string Kmalloc = "kmalloc";

    /// <summary>Kernel memory in one piece or over scattered pages: only kvfree knows which.</summary>
    public const string Kvmalloc = "kvmalloc";

    /// <summary>Frames of a device that have become pages.</summary>
    public const string DeviceMemory = "device-memory";

    /// <summary>A reference to the description of a device's pages, which keeps them there.</summary>
    public const string DevPagemap = "dev-pagemap";

    /// <summary>A reference to a page (FOLL_GET, get_page).</summary>
    public const string PageRef = "page-ref";

    /// <summary>A pin on a page (FOLL_PIN).</summary>
    public const string PagePin = "page-pin";

    /// <summary>The lock bit of a page.</summary>
    public const string PageLock = "page-lock";

    /// <summary>A kernel mapping that does not own its pages.</summary>
    public const string Vmap = "vmap";

    /// <summary>A kernel mapping that owns its pages.</summary>
    public const string Vmalloc = "vmalloc";

    /// <summary>A thread's short mapping of one page.</summary>
    public const string KmapLocal = "kmap-local";

    /// <summary>The lock of an address space, held at least for reading.</summary>
    public const string MmapLock = "mmap-lock";

    /// <summary>The lock of an address space, held for writing.</summary>
    public const string MmapWriteLock = "mmap-lock-write";

    /// <summary>A file's pages are kept from reclaim.</summary>
    public const string Unevictable = "unevictable";

    /// <summary>A page is mapped for a device.</summary>
    public const string DmaMapping = "dma-mapping";

    /// <summary>A lock under which nobody may sleep.</summary>
    public const string Spinlock = "spinlock";

    /// <summary>The lock of the areas that map a file, held at least for reading.</summary>
    public const string IMmapLock = "mapping-lock";

    /// <summary>The lock of the areas that map a file, held for writing.</summary>
    public const string IMmapWriteLock = "mapping-lock-write";

    /// <summary>A lock that its holder may sleep under, held by one.</summary>
    public const string Mutex = "mutex";

    /// <summary>A lock for many readers or one writer, held at least for reading.</summary>
    public const string RwSemaphore = "rw-semaphore";

    /// <summary>A lock for many readers or one writer, held for writing.</summary>
    public const string RwSemaphoreWrite = "rw-semaphore-write";

    /// <summary>A kernel mapping for a short time, from vm_map_ram.</summary>
    public const string VmMapRam = "vm-map-ram";

    /// <summary>A memory file that is mapped as one piece and kept from reclaim.</summary>
    public const string ShmemPinMap = "shmem-pin-map";

    /// <summary>A mapping of one page for every thread.</summary>
    public const string Kmap = "kmap";

    /// <summary>A thread's mapping of one page that it must not sleep under.</summary>
    public const string KmapAtomic = "kmap-atomic";

    /// <summary>A callback is on the chain that is asked for room in the virtual range.</summary>
    public const string VmapPurgeNotifier = "vmap-purge-notifier";

    /// <summary>A use of an address space: it stays mapped.</summary>
    public const string MmUser = "mm-user";

    /// <summary>A reference to an address space's object, which may have nothing mapped any more.</summary>
    public const string MmGrab = "mm-grab";

    /// <summary>A page that is accounted as locked.</summary>
    public const string LockedVm = "locked-vm";

    /// <summary>A page that is accounted as pinned.</summary>
    public const string PinnedVm = "pinned-vm";

    /// <summary>Somebody is told of changes to an address space.</summary>
    public const string MmuNotifier = "mmu-notifier";

    /// <summary>Somebody is told of changes to a range of an address space.</summary>
    public const string MmuIntervalNotifier = "mmu-interval-notifier";

    /// <summary>Everybody who is told of changes was told that one begins.</summary>
    public const string MmuInvalidation = "mmu-invalidation";

    /// <summary>A piece of a list that is mapped for a device.</summary>
    public const string DmaSgMapping = "dma-sg-mapping";

    /// <summary>A table whose list is mapped for a device.</summary>
    public const string DmaTableMapping = "dma-table-mapping";

    /// <summary>The room of a table of pieces of memory.</summary>
    public const string SgTable = "sg-table";

    /// <summary>Memory that processor and device see alike.</summary>
    public const string DmaCoherent = "dma-coherent";

    /// <summary>A pin on a folio of a memory file.</summary>
    public const string FolioPin = "folio-pin";
}
