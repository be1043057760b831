namespace Acquit.Agreement.Generating;

/// <summary>The acquires that programs are written with.</summary>
internal static class Kinds
{
    public static ImmutableArray<Kind> All { get; } =
    [
        Object(new Kind(Feature.Page, "page", "@ = kernel.AllocPage(GfpFlags.Kernel);", "kernel.FreePage(@!);", "kernel.PutPage(@!);")
        {
            Uses = ["kernel.SetPageDirty(@!);", "@!.Span[0] = 1;"],
            Mistaken = ["kernel.UnpinUserPage(@!);"],
        }, "Page"),
        Object(new Kind(Feature.Vmap, "map", "@ = kernel.Vmap(frames, VmapFlags.None);", "kernel.Vunmap(@);")
        {
            Uses = ["@!.Span[0] = 1;"],
            Mistaken = ["kernel.Vfree(@);"],
        }, "VmArea"),
        Object(new Kind(Feature.Vmalloc, "area", "@ = kernel.Vmalloc(Page.Size);", "kernel.Vfree(@);")
        {
            Uses = ["@!.Span[0] = 1;"],
            Mistaken = ["kernel.Vunmap(@);"],
        }, "VmArea"),
        Object(new Kind(Feature.Kmalloc, "memory", "@ = kernel.Kzalloc(64, GfpFlags.Kernel);", "kernel.Kfree(@);", "kernel.Kvfree(@);")
        {
            Uses = ["@!.Span[0] = 1;"],
        }, "KernelAllocation"),
        Object(new Kind(Feature.Kvmalloc, "block", "@ = kernel.Kvzalloc(64, GfpFlags.Kernel);", "kernel.Kvfree(@);")
        {
            Uses = ["@!.Span[0] = 1;"],
        }, "KernelAllocation"),
        new Kind(Feature.KmapLocal, "local", "@ = kernel.KmapLocalPage(first);", "kernel.KunmapLocal(@!);")
        {
            Variables = [("@", "KmapMapping? @ = null;")],
            Type = "KmapMapping",
            Uses = ["@!.Span[0] = 1;"],
            MaySleep = false,
            Nests = true,
        },
        Array(Feature.Pin, "mm.PinUserPagesFast(user, 3, FollFlags.Write, @)", "kernel.UnpinUserPages(@, *);", "kernel.ReleasePages(@, *);", "pinned"),
        Array(Feature.Get, "mm.GetUserPagesFast(user, 3, FollFlags.Write, @)", "kernel.ReleasePages(@, *);", "kernel.UnpinUserPages(@, *);", "got"),
        Array(Feature.Pin, "mm.PinUserPages(user, 3, FollFlags.Write, @)", "kernel.UnpinUserPages(@, *);", "kernel.ReleasePages(@, *);", "found")
            with { Needs = "mmap", Shuns = "" },
        new Kind(Feature.BulkPages, "bulk", "@n = kernel.AllocPagesBulk(GfpFlags.Kernel, 3, @);", "kernel.ReleasePages(@, @n);")
        {
            Variables = [("@", "Page[] @ = new Page[3];"), ("@n", "int @n = 0;")],
            // Slots that are not empty count as had already.
            Prepare = "@ = new Page[3];",
            Failed = "@n <= 0",
            Remembers = "@n > 0",
            Forget = "@n = 0;",
            Mistaken = ["kernel.ReleasePages(@, 3);"],
        },
        new Kind(Feature.PageRef, "", "kernel.GetPage(second);", "kernel.PutPage(second);")
        {
            Mistaken = ["kernel.UnpinUserPage(second);"],
            MaySleep = false,
        },
        new Kind(Feature.TryPageRef, "took", "@ = kernel.TryGetPage(second);", "kernel.PutPage(second);")
        {
            Variables = [("@", "bool @ = false;")],
            Failed = "!@",
            Remembers = "@",
            Forget = "@ = false;",
            MaySleep = false,
        },
        new Kind(Feature.MmGrab, "", "mm.Mmgrab();", "mm.Mmdrop();") { Mistaken = ["mm.Mmput();"], MaySleep = false },
        new Kind(Feature.MmUser, "", "mm.Mmget();", "mm.Mmput();", "mm.MmputAsync();") { Mistaken = ["mm.Mmdrop();"] },
        new Kind(Feature.MmUser, "alive", "@ = mm.MmgetNotZero();", "mm.Mmput();")
        {
            Variables = [("@", "bool @ = false;")],
            Failed = "!@",
            Remembers = "@",
            Forget = "@ = false;",
            Mistaken = ["mm.Mmdrop();"],
        },
        new Kind(Feature.DmaMapping, "bus", "@ = device.DmaMapPage(first, 0, Page.Size, DmaDirection.ToDevice);", "device.DmaUnmapPage(@, Page.Size, DmaDirection.ToDevice);")
        {
            Variables = [("@", "long @ = -1;")],
            Failed = "@ == -1",
            Remembers = "@ != -1",
            Forget = "@ = -1;",
            Uses = ["device.CopyToDevice(@, 0, 16);"],
            Type = "long",
            MaySleep = false,
        },
        Lock(Feature.Spinlock, "spin", "spin.SpinLock();", "spin.SpinUnlock();") with { IsAtomic = true, MaySleep = false },
        Lock(Feature.Mutex, "mutex", "mutex.MutexLock();", "mutex.MutexUnlock();"),
        Lock(Feature.RwSemaphore, "sem", "sem.DownRead();", "sem.UpRead();") with { Mistaken = ["sem.UpWrite();"] },
        Lock(Feature.RwSemaphore, "sem", "sem.DownWrite();", "sem.UpWrite();") with { Mistaken = ["sem.UpRead();"] },
        Lock(Feature.MmapLock, "mmap", "mm.MmapReadLock();", "mm.MmapReadUnlock();") with { Mistaken = ["mm.MmapWriteUnlock();"] },
        Lock(Feature.MmapLock, "mmap", "mm.MmapWriteLock();", "mm.MmapWriteUnlock();") with { Mistaken = ["mm.MmapReadUnlock();"] },
        Lock(Feature.PageLock, "lock", "kernel.LockPage(first);", "kernel.UnlockPage(first);"),
        Try(Feature.Trylock, "spin", "spin.SpinTrylock()", "spin.SpinUnlock();", "false") with { IsAtomic = true, MaySleep = false },
        Try(Feature.Trylock, "mutex", "mutex.MutexTrylock()", "mutex.MutexUnlock();", "false") with { MaySleep = false },
        Try(Feature.Trylock, "mmap", "mm.MmapReadTrylock()", "mm.MmapReadUnlock();", "false") with { MaySleep = false },
        Try(Feature.InterruptibleMutex, "mutex", "mutex.MutexLockInterruptible()", "mutex.MutexUnlock();", "-1"),
        Try(Feature.InterruptibleMutex, "mmap", "mm.MmapReadLockKillable()", "mm.MmapReadUnlock();", "-1"),
    ];

    private static Kind Object(Kind kind, string type) => kind with
    {
        Variables = [("@", $"{type}? @ = null;")],
        Failed = "@ == null",
        Remembers = "@ != null",
        Forget = "@ = null;",
        EndsForGood = true,
        Type = type,
    };

    private static Kind Array(Feature feature, string call, string release, string mistaken, string stem) =>
        new(feature, stem, $"@n = {call};", release.Replace("*", "@n", StringComparison.Ordinal))
        {
            Variables = [("@", "Page[] @ = new Page[3];"), ("@n", "int @n = 0;")],
            Failed = "@n <= 0",
            Remembers = "@n > 0",
            Forget = "@n = 0;",
            Uses = ["@[0].Span[0] = 1;"],
            Mistaken = [mistaken.Replace("*", "@n", StringComparison.Ordinal), release.Replace("*", "3", StringComparison.Ordinal), release.Replace("*", "1", StringComparison.Ordinal)],
            Shuns = "mmap",
        };

    private static Kind Lock(Feature feature, string stem, string acquire, string release) => new(feature, stem, acquire, release) { IsAlone = true };

    private static Kind Try(Feature feature, string stem, string call, string release, string failure) =>
        new(feature, stem, failure == "false" ? $"@ = {call};" : $"@e = {call};", release)
        {
            Variables = failure == "false" ? [("@", "bool @ = false;")] : [("@e", "int @e = -1;")],
            Failed = failure == "false" ? "!@" : "@e != 0",
            Remembers = failure == "false" ? "@" : "@e == 0",
            Forget = failure == "false" ? "@ = false;" : "@e = -1;",
            IsAlone = true,
        };
}
