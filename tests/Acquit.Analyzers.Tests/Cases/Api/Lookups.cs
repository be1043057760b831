using Acquit;

// Pages by where they belong: behind an address, in a file.
namespace Cases.Api;

public sealed class Mapping
{
    public int Pages;
}

public static class Lookups
{
    [return: LooksUp("area")]
    public static extern Page VmallocToPage([Borrows] VmArea area, int offset);

    [return: LooksUp("address", ReleasedBy = nameof(FreePageAddress))]
    public static extern Page VirtToPage(ulong address);

    public static extern void FreePageAddress([Releases("page", When = "address != 0")] ulong address);

    [return: LooksUp("address", ReleasedBy = nameof(FreePageAddress))]
    public static extern Page FollowPage(ulong address);

    [return: LooksUp("mapping"), Acquires("page-ref", When = "return != null", ReleasedBy = nameof(Mm.PutPage))]
    public static extern Page ReadPage([Borrows] Mapping mapping, int index);

    [return: Acquires("page-ref", When = "return != null", ReleasedBy = nameof(Mm.PutPage))]
    public static extern Page NewRead([Borrows] Mapping mapping, int index);

    public static extern Page Elsewhere(ulong address);

    public static extern void SetPageUptodate([Borrows] Page page);
}
