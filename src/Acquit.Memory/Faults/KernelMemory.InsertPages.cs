using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private const string InsertInFault =
        "It answers with an errno, and a fault handler answers with a fault code; it also changes the area, which the mmap lock held for reading does not allow.";

    /// <summary>Maps a page into an area, from the file's mmap operation (vm_insert_page).</summary>
    /// <remarks>
    /// Takes a reference of its own, dropped at unmap; the caller keeps its own and still has to drop it. Makes the area a mixed
    /// map, which needs the mmap lock held for writing. The page of zeroes is mapped without a reference, and only where it can
    /// never be written.
    /// </remarks>
    /// <param name="area">The area.</param>
    /// <param name="address">The page's address in it.</param>
    /// <param name="page">The page: of order 0 or compound, not anonymous.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// 0; -EFAULT outside the area, -EINVAL for a page without references, anonymous, or from kmalloc, -EBUSY when a page is mapped there,
    /// -ENOMEM. No reference is taken on an error.
    /// </returns>
    /// <exception cref="KernelBugException">
    /// The area is no mixed map yet and the mmap lock is not held for writing, as in a fault handler; or it maps bare frames.
    /// </exception>
    [NotIn(ExecutionContexts.PageFault, Use = nameof(VmfInsertPage), Because = InsertInFault)]
    [return: Carries(CodeSorts.Errno)]
    public int VmInsertPage(
        [Borrows] VmAreaStruct area, ulong address, [Borrows] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        InsertFromMmap(area, address, page, new CallSite(nameof(VmInsertPage), member, file, line));

    /// <summary>Maps pages into an area, one after the other (vm_insert_pages).</summary>
    /// <remarks>As <see cref="VmInsertPage"/> for each: one reference per page that is mapped.</remarks>
    /// <param name="area">The area.</param>
    /// <param name="address">The first page's address in it.</param>
    /// <param name="pages">The pages.</param>
    /// <param name="num">How many there are; afterwards, how many of them, from the end, are <em>not</em> mapped. 0 on success.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>
    /// As <see cref="VmInsertPage"/>, for the first page that could not be mapped; those before it are. -EFAULT, with nothing mapped,
    /// when not all would lie in the area; -EINVAL for a negative number.
    /// </returns>
    /// <exception cref="KernelBugException">As <see cref="VmInsertPage"/>.</exception>
    /// <exception cref="ArgumentException">There are fewer pages than announced.</exception>
    [NotIn(ExecutionContexts.PageFault, Use = nameof(VmfInsertPage), Because = InsertInFault)]
    [return: Carries(CodeSorts.Errno)]
    public int VmInsertPages(
        [Borrows] VmAreaStruct area, ulong address, [Borrows] ReadOnlySpan<Page> pages, ref int num,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(VmInsertPages), member, file, line);
        ArgumentNullException.ThrowIfNull(area);
        if (num < 0)
        {
            return -Errno.EINVAL;
        }

        CheckAnnounced(pages, num);
        ulong size = (ulong)num << Page.Shift;
        if (address < area.Start || address > area.End || size > area.End - address)
        {
            return -Errno.EFAULT;
        }

        WarnInFault(area, site);
        MakeMixed(area, site);
        int most = num;
        int cut = 0;
        if (Injection.Fails(site, num, out int injected, out int limit))
        {
            cut = injected == 0 ? -Errno.ENOMEM : injected;
            most = Math.Min(num, Math.Max(limit, 0));
        }

        for (int i = 0; i < most; i++)
        {
            int error = InsertChecked(area, address + ((ulong)i << Page.Shift), pages[i], written: false, site);
            if (error != 0)
            {
                num -= i;
                return error;
            }
        }

        num -= most;
        return num == 0 ? 0 : cut;
    }

    /// <summary>Maps kernel memory into an area, outside of fault handlers (vm_insert_kmem_page, proposed in 2018).</summary>
    /// <remarks>
    /// <para>
    /// The same as <see cref="VmInsertPage"/> in all but name, as its reviewers found; it was not merged. What drivers that map a
    /// whole buffer got instead is <see cref="VmMapPages"/> and <see cref="VmMapPagesZero"/>; for a single page the old call stayed,
    /// and what keeps it out of fault handlers is its contract.
    /// </para>
    /// <para>Its text speaks of memory from kmalloc. That cannot be mapped by it any more than by the other one.</para>
    /// </remarks>
    /// <param name="area">The area.</param>
    /// <param name="address">The page's address in it.</param>
    /// <param name="page">The page: of order 0 or compound, not anonymous.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>0 or a negative errno, as <see cref="VmInsertPage"/>.</returns>
    /// <exception cref="KernelBugException">As <see cref="VmInsertPage"/>.</exception>
    [ReplacedBy(nameof(VmInsertPage), Because = "The proposal was found to be the same call under another name, and was not merged.")]
    [NotIn(ExecutionContexts.PageFault, Use = nameof(VmfInsertPage), Because = InsertInFault)]
    [return: Carries(CodeSorts.Errno)]
    public int VmInsertKmemPage(
        [Borrows] VmAreaStruct area, ulong address, [Borrows] Page page,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        InsertFromMmap(area, address, page, new CallSite(nameof(VmInsertKmemPage), member, file, line));
}
