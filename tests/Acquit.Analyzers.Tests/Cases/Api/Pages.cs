using System;
using Acquit;

// The kernel that the cases are ports for. Bodies are extern: only the contracts speak.
namespace Cases.Api;

[Flags]
public enum FollFlags
{
    None = 0,
    Write = 1,
    Force = 8,
    LongTerm = 0x100,
}

public static class Errno
{
    public const int Intr = 4;
    public const int IO = 5;
    public const int Again = 11;
    public const int NoMem = 12;
    public const int Fault = 14;
    public const int Busy = 16;
    public const int NoDev = 19;
    public const int Inval = 22;
}

public sealed class Page
{
    public int Index;
    public Page Next;

    public bool Uptodate { get; set; }
}

public static class Mm
{
    public const int PageSize = 4096;

    public static extern int PinUserPagesFast(
        ulong start, int count, FollFlags flags,
        [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(UnpinUserPages))] Page[] pages);

    public static extern int PinUserPagesFast(
        ulong start, int count, FollFlags flags,
        [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(UnpinUserPages))] Span<Page> pages);

    [return: Acquires("page-pin", When = "return != null", ReleasedBy = nameof(UnpinUserPage))]
    public static extern Page PinUserPage(ulong address, FollFlags flags);

    public static extern void UnpinUserPage([Releases("page-pin")] Page page);

    public static extern void UnpinUserPages([Releases("page-pin", Count = "count")] Page[] pages, int count);

    public static extern void UnpinUserPages([Releases("page-pin", Count = "count")] ReadOnlySpan<Page> pages, int count);

    public static extern void UnpinUserPages([Releases("page-pin")] ReadOnlySpan<Page> pages);

    public static extern void UnpinUserPagesDirtyLock(
        [Releases("page-pin", Count = "count"), MarksDirty(When = "makeDirty == true", Locked = true)] Page[] pages, int count, bool makeDirty);

    public static extern int GetUserPagesFast(
        ulong start, int count, FollFlags flags,
        [Acquires("page-ref", Count = "return", When = "return > 0", ReleasedBy = nameof(ReleasePages))] Page[] pages);

    public static extern void ReleasePages([Releases("page-ref", Count = "count")] Page[] pages, int count);

    public static extern void GetPage([Acquires("page-ref", ReleasedBy = nameof(PutPage))] Page page);

    public static extern bool TryGetPage([Acquires("page-ref", When = "return == true", ReleasedBy = nameof(PutPage))] Page page);

    [return: Acquires("page-ref", When = "return != null", ReleasedBy = nameof(PutPage))]
    public static extern Page FindGetPage(int index);

    public static extern void PutPage([Releases("page-ref")] Page page);

    /// <summary>Null when there is no memory.</summary>
    [return: Acquires("page", When = "return != null", ReleasedBy = nameof(FreePage))]
    public static extern Page AllocPage();

    /// <summary>Never null: throws when there is no memory.</summary>
    [return: Acquires("page", ReleasedBy = nameof(FreePage))]
    public static extern Page NewPage();

    public static extern int AllocPagesBulk(
        int count, [Acquires("page", Count = "return", When = "return > 0", ReleasedBy = nameof(FreePages))] Page[] pages);

    public static extern void FreePage([Releases("page")] Page page);

    public static extern void FreePages([Releases("page", Count = "count")] Page[] pages, int count);

    public static extern void CopyPage([Borrows] Page target, [Borrows] Page source);

    public static extern void ClearPage([Borrows] Page page);

    public static extern int ChecksumPages([Borrows] Page[] pages, int count);
}
