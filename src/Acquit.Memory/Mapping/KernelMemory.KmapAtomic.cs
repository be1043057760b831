using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private static readonly string[] KmapAtomicKind = [ResourceKinds.KmapAtomic];

    /// <summary>Maps a page for this thread, which must not sleep until it is unmapped (kmap_atomic).</summary>
    /// <remarks>New code uses <see cref="KmapLocalPage"/>, which allows sleeping. The two share their order and their number.</remarks>
    /// <param name="page">The page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The mapping; never null. Unmap in the reverse order of mapping, on this thread.</returns>
    /// <exception cref="KernelBugException">The page is free, or the thread has sixteen mappings already.</exception>
    [return: Acquires(
        ResourceKinds.KmapAtomic, ReleasedBy = nameof(KunmapAtomic), Order = "lifo", Enters = ExecutionContexts.Atomic)]
    [return: SameAs("page", View = true)]
    public KmapMapping KmapAtomic(
        [Borrows] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        KmapMapping mapping = MapShortly(page, 0, ResourceKinds.KmapAtomic, new CallSite(nameof(KmapAtomic), member, file, line));
        mapping.Atomic = KernelThread.Current.Enter(ExecutionContexts.Atomic);
        return mapping;
    }

    /// <summary>Takes a mapping of <see cref="KmapAtomic"/> down (kunmap_atomic), and ends atomic context.</summary>
    /// <param name="mapping">The mapping, not the page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">The mapping is gone, of another kind, or belongs to another thread.</exception>
    public void KunmapAtomic(
        [Releases(ResourceKinds.KmapAtomic)] KmapMapping mapping,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        UnmapShortly(mapping, KmapAtomicKind, new CallSite(nameof(KunmapAtomic), member, file, line));

    /// <summary>Takes the mapping of <see cref="KmapAtomic"/> down that an address lies in (kunmap_atomic).</summary>
    /// <param name="address">Any address inside the page.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">
    /// There is no such mapping, it is of another kind, or belongs to another thread.
    /// </exception>
    public void KunmapAtomicAddress(
        [Releases(ResourceKinds.KmapAtomic)] ulong address,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(KunmapAtomicAddress), member, file, line);
        UnmapShortly(MappingAt(address, site), KmapAtomicKind, site);
    }
}
