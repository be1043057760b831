using System.Reflection;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Disposing;
using Acquit.Analyzers.Rules;
using Acquit.Memory;
using Xunit;

namespace Acquit.Tests.Rules;

/// <summary>What messages call the kinds of resource that come with the package, and those that users invent.</summary>
public class KindWordsTests
{
    private const string Told = """
        aligned-memory: a block of aligned memory, blocks of aligned memory
        bitmap-bits: a lock on a bitmap's bits, locks on a bitmap's bits
        bstr: a BSTR, BSTRs
        buffer-pointer: a buffer pointer, buffer pointers
        com-reference: a COM reference, COM references
        com-wrapper: a COM wrapper, COM wrappers
        cotaskmem: a CoTaskMem block, CoTaskMem blocks
        dependent-handle: a dependent handle, dependent handles
        dev-pagemap: a reference to a device's pages, references to a device's pages
        device-memory: a block of device memory, blocks of device memory
        disposable object: a disposable object, disposable objects
        dma-coherent: a block of coherent DMA memory, blocks of coherent DMA memory
        dma-mapping: a DMA mapping, DMA mappings
        dma-sg-mapping: a DMA mapping of a scatter list, DMA mappings of a scatter list
        dma-table-mapping: a DMA mapping of a table, DMA mappings of a table
        folio-pin: a folio pin, folio pins
        gc-handle: a GC handle, GC handles
        hglobal: an HGlobal block, HGlobal blocks
        kmalloc: a kmalloc block, kmalloc blocks
        kmap: a kmap, kmaps
        kmap-atomic: an atomic kmap, atomic kmaps
        kmap-local: a local kmap, local kmaps
        kvmalloc: a kvmalloc block, kvmalloc blocks
        locked-vm: a page accounted as locked, pages accounted as locked
        mapping-lock: an i_mmap lock, i_mmap locks
        mapping-lock-write: an i_mmap write lock, i_mmap write locks
        memory-handle: a memory handle, memory handles
        memory-owner: a memory owner, memory owners
        mm-grab: a reference to an mm, references to an mm
        mm-user: a use of an mm, uses of an mm
        mmap-lock: an mmap lock, mmap locks
        mmap-lock-write: an mmap write lock, mmap write locks
        mmu-interval-notifier: an MMU interval notifier, MMU interval notifiers
        mmu-invalidation: an MMU invalidation, MMU invalidations
        mmu-notifier: an MMU notifier, MMU notifiers
        monitor: a monitor, monitors
        mutex: a mutex, mutexes
        native-library: a native library, native libraries
        native-memory: a block of native memory, blocks of native memory
        old-reader-lock: a reader lock, reader locks
        old-suspended-lock: a suspended reader-writer lock, suspended reader-writer locks
        old-upgraded-lock: an upgraded reader lock, upgraded reader locks
        old-writer-lock: a writer lock, writer locks
        page: a page, pages
        page-block: a page block, page blocks
        page-lock: a page lock, page locks
        page-pin: a page pin, page pins
        page-range: a page range, page ranges
        page-ref: a page reference, page references
        pinned-vm: a page accounted as pinned, pages accounted as pinned
        pooled-array: a pooled array, pooled arrays
        rw-semaphore: an rw_semaphore, rw_semaphores
        rw-semaphore-write: an rw_semaphore for writing, rw_semaphores for writing
        safe-handle-reference: a safe handle reference, safe handle references
        semaphore-slot: a semaphore slot, semaphore slots
        sg-table: an sg_table, sg_tables
        shmem-pin-map: a shmem pin map, shmem pin maps
        slim-reader-lock: a slim read lock, slim read locks
        slim-upgradeable-lock: a slim upgradeable lock, slim upgradeable locks
        slim-writer-lock: a slim write lock, slim write locks
        spinlock: a spinlock, spinlocks
        system-mutex: a mutex, mutexes
        threading-lock: a lock, locks
        threading-lock-scope: a lock scope, lock scopes
        threading-spin-lock: a spin lock, spin locks
        token-registration: a token registration, token registrations
        typed-gc-handle: a typed GC handle, typed GC handles
        unevictable: an unevictable mapping, unevictable mappings
        vm-map-ram: a vm_map_ram mapping, vm_map_ram mappings
        vmalloc: a vmalloc area, vmalloc areas
        vmap: a vmap, vmaps
        vmap-purge-notifier: a vmap purge notifier, vmap purge notifiers
        """;

    [Fact]
    public void Every_kind_that_comes_with_the_package_is_told_in_these_words() =>
        Assert.Equal(Told.Split('\n').Select(line => line.TrimEnd('\r')), Kinds().Select(kind => $"{kind}: {KindWords.One(kind)}, {KindWords.Several(kind)}"));

    [Theory]
    [InlineData("skb", "an skb", "skbs")]
    [InlineData("fd", "an fd", "fds")]
    [InlineData("rwsem-read", "an rwsem read", "rwsem reads")]
    [InlineData("usb-handle", "a usb handle", "usb handles")]
    [InlineData("unit", "a unit", "units")]
    [InlineData("user-page", "a user page", "user pages")]
    [InlineData("unmapped-page", "an unmapped page", "unmapped pages")]
    [InlineData("irq", "an irq", "irqs")]
    [InlineData("hw-lock", "an hw lock", "hw locks")]
    [InlineData("one-shot-timer", "a one shot timer", "one shot timers")]
    [InlineData("lease", "a lease", "leases")]
    [InlineData("string", "a string", "strings")]
    [InlineData("physical-range", "a physical range", "physical ranges")]
    [InlineData("box", "a box", "boxes")]
    [InlineData("key", "a key", "keys")]
    [InlineData("entry", "an entry", "entries")]
    [InlineData("kobject-ref", "a kobject ref", "kobject refs")]
    [InlineData("shared memory", "a block of shared memory", "blocks of shared memory")]
    [InlineData("Ring", "a Ring", "Rings")]
    [InlineData("-", "a resource", "resources")]
    public void A_kind_of_the_users_own_is_told_in_its_own_words(string kind, string one, string several)
    {
        Assert.Equal(one, KindWords.One(kind));
        Assert.Equal(several, KindWords.Several(kind));
    }

    private static IEnumerable<string> Kinds() => BuiltInPack.Files()
        .SelectMany(file => ContractFileParser.Parse(file.Text).Blocks)
        .SelectMany(block => block.Clauses)
        .Where(clause => clause.Verb is Verb.Acquires or Verb.Releases or Verb.Consumes)
        .Select(clause => clause.Object!.Value.Text)
        .Concat(typeof(ResourceKinds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!))
        .Append(Disposables.Kind)
        .Distinct()
        .Order(StringComparer.Ordinal);
}
