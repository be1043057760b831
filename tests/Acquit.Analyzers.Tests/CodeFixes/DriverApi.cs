namespace Acquit.Tests.CodeFixes;

/// <summary>The kernel that the drivers in the tests of fixes are written for. Only its contracts speak.</summary>
internal static class DriverApi
{
    public const string Source = """
        using System;
        using Acquit;

        public sealed class Page
        {
            public int Index;

            public extern Span<byte> Bytes { [return: SameAs("this", View = true)] get; }
        }

        public static class Errno
        {
            public const int IO = 5;
            public const int NoMem = 12;
            public const int Fault = 14;
        }

        public static class Mm
        {
            public static extern int PinUserPages(
                ulong start, int count,
                [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(UnpinUserPages))] Page[] pages);

            public static extern int PinUserPagesInto(
                ulong start, int count,
                [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(UnpinUserPages))] Span<Page> pages);

            [return: Acquires("page-pin", When = "return != null", ReleasedBy = nameof(UnpinUserPage))]
            public static extern Page? PinUserPage(ulong address);

            public static extern void UnpinUserPage([Releases("page-pin")] Page page);

            public static extern void UnpinUserPages([Releases("page-pin", Count = "count")] Page[] pages, int count);

            public static extern void UnpinUserPages([Releases("page-pin", Count = "count")] ReadOnlySpan<Page> pages, int count);

            public static extern void UnpinSpan([Releases("page-pin")] ReadOnlySpan<Page> pages);

            public static extern void UnpinUserPagesDirty(
                [Releases("page-pin", Count = "count"), MarksDirty(When = "makeDirty == true")] Page[] pages, int count, bool makeDirty);

            public static extern void SetPageDirtyLock([MarksDirty, Borrows] Page page);

            public static extern int GetUserPages(
                ulong start, int count,
                [Acquires("page-ref", Count = "return", When = "return > 0", ReleasedBy = nameof(ReleasePages))] Page[] pages);

            public static extern void ReleasePages([Releases("page-ref", Count = "count")] Page[] pages, int count);

            public static extern void GetPage([Acquires("page-ref", ReleasedBy = nameof(PutPage))] Page page);

            public static extern void PutPage([Releases("page-ref")] Page page);

            [return: Acquires("page", When = "return != null", ReleasedBy = nameof(FreePage))]
            public static extern Page? AllocPage();

            [return: Acquires("page", ReleasedBy = nameof(FreePage))]
            public static extern Page NewPage();

            public static extern void FreePage([Releases("page")] Page page);

            [return: Acquires("kmap", Order = "lifo", ReleasedBy = nameof(KunmapLocal))]
            public static extern nint KmapLocal([Borrows] Page page);

            public static extern void KunmapLocal([Releases("kmap")] nint address);
        }

        public static class Data
        {
            public static extern void Receive([Accesses("device-write"), Borrows] Page[] pages, int count);

            public static extern void Send([Accesses("device-read"), Borrows] Page[] pages, int count);

            public static extern void Mark([MarksDirty(Under = "page-lock"), Borrows] Page page);

            public static extern void MarkLocked([MarksDirty(Locked = true), Borrows] Page page);

            public static extern int Get(
                ulong start, int count,
                [Acquires("page-ref", Count = "return", When = "return > 0", ReleasedBy = nameof(Mm.ReleasePages), PinnedBy = nameof(Pin))] Page[] pages);

            public static extern int Pin(
                ulong start, int count,
                [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(Mm.UnpinUserPages))] Page[] pages);
        }

        public sealed class Space
        {
            [Acquires("space-lock", ReleasedBy = nameof(Leave))]
            public extern void Enter();

            [Releases("space-lock")]
            public extern void Leave();

            [RequiresHeld("space-lock")]
            public extern int Get(
                ulong start, int count,
                [Acquires("page-ref", Count = "return", When = "return > 0", ReleasedBy = nameof(Mm.ReleasePages), PinnedBy = "PinFast, PinUnderLock")] Page[] pages);

            [RequiresHeld("space-lock")]
            public extern int PinUnderLock(
                ulong start, int count,
                [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(Mm.UnpinUserPages))] Page[] pages);

            [RequiresNotHeld("space-lock")]
            public extern int PinFast(
                ulong start, int count,
                [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(Mm.UnpinUserPages))] Page[] pages);
        }

        [Flags]
        public enum VmapFlags { None = 0, Map = 4, PutPages = 0x200 }

        public sealed class VmArea
        {
            public int Length;
        }

        public sealed class Mapping
        {
            public int Pages;

            [return: LooksUp("this"), Acquires("page-ref", When = "return != null", ReleasedBy = nameof(Mm.PutPage))]
            public extern Page? Read(int index);
        }

        public static class Vmalloc
        {
            [return: Acquires("vmap", When = "return != null && flags lacks PutPages", ReleasedBy = nameof(Vunmap))]
            [return: Acquires("vmalloc", When = "return != null && flags has PutPages", ReleasedBy = nameof(Vfree))]
            public static extern VmArea? Vmap(
                [Consumes("page-ref", When = "return != null && flags has PutPages")] ReadOnlySpan<Page> pages, VmapFlags flags);

            public static extern void Vunmap([Releases("vmap", When = "area != null")] VmArea? area);

            public static extern void Vfree([Releases("vmalloc", When = "area != null")] VmArea? area);

            [return: LooksUp("area")]
            public static extern Page VmallocToPage([Borrows] VmArea area, int offset);

            [return: LooksUp("address", ReleasedBy = nameof(FreePageAddress))]
            public static extern Page VirtToPage(ulong address);

            public static extern void FreePageAddress([Releases("page", When = "address != 0")] ulong address);
        }

        public static class Slab
        {
            [return: Acquires("kmalloc", When = "return != 0", ReleasedBy = nameof(Kfree))]
            public static extern nint Kmalloc(int size);

            public static extern void Kfree([Releases("kmalloc", When = "block != 0")] nint block);
        }

        public sealed class DmaDevice
        {
            [return: Acquires("dma", When = "return != -1", ReleasedBy = nameof(UnmapPage))]
            public extern long MapPage([Borrows] Page page, int size, bool toDevice);

            public extern void UnmapPage([Releases("dma")] long address, int size, bool toDevice);
        }

        public sealed class Spinlock
        {
            [Acquires("spinlock", Enters = "atomic", ReleasedBy = nameof(Unlock))]
            public extern void Lock();

            [Acquires("spinlock", When = "return == true", Enters = "atomic", ReleasedBy = nameof(Unlock))]
            public extern bool TryLock();

            [Releases("spinlock")]
            public extern void Unlock();
        }

        public sealed class RwSem
        {
            [Acquires("rwsem-read", ReleasedBy = nameof(UpRead))]
            public extern void DownRead();

            [Releases("rwsem-read")]
            public extern void UpRead();

            [Acquires("rwsem-write", ReleasedBy = nameof(UpWrite))]
            public extern void DownWrite();

            [Releases("rwsem-write")]
            public extern void UpWrite();

            [RequiresHeld("rwsem-read")]
            public extern int Readers();
        }

        public enum OpenStatus
        {
            Ok,
            Busy,
        }

        public static class Handles
        {
            public static extern OpenStatus Open(
                string name, [Acquires("handle", When = "return == Ok", ReleasedBy = nameof(Close))] out nint handle);

            public static extern bool TryOpen(
                string name, [Acquires("handle", When = "return == true", ReleasedBy = nameof(Close))] out nint handle);

            public static extern void Close([Releases("handle")] nint handle);
        }

        public sealed class Lease : IDisposable
        {
            public int Length;

            [return: Acquires("lease", ReleasedBy = nameof(Dispose))]
            public static extern Lease Take(int length);

            [Releases("lease")]
            public extern void Dispose();
        }

        public static class Hw
        {
            public static extern bool Ready();

            public static extern int Status();

            public static extern int Start([Borrows] Page page);

            public static extern int StartAll([Borrows] Page[] pages, int count);

            public static extern int Write([Borrows] nint address);

            public static extern int Post([Consumes("page", When = "return == 0")] Page page);

            public static extern void Log(string text);

            public static extern int Sum([Borrows] Page[] pages);
        }

        public enum VmFault
        {
            None = 0,
            Oom = 1,
            SigBus = 2,
            NoPage = 0x100,
        }

        public sealed class FaultInfo
        {
            public ulong Address;
            public Page Page = new();
        }

        public sealed class VmOperations
        {
            [RunsIn("page-fault")]
            public Func<FaultInfo, VmFault>? Fault { get; set; }

            [RunsIn("mmap")]
            public Func<ulong, int>? Mmap { get; set; }
        }

        public static class Vm
        {
            [NotIn("page-fault", Use = nameof(VmfInsertPage))]
            public static extern int VmInsertPage(ulong address, [Borrows] Page page);

            [OnlyIn("page-fault", Use = nameof(VmInsertPage))]
            public static extern VmFault VmfInsertPage(ulong address, [Borrows] Page page);

            [NotIn("page-fault")]
            public static extern int RemapRange(ulong address, int size);

            public static extern VmFault ToFault(int error);

            public static extern int ToErrno(VmFault fault);
        }

        public static class User
        {
            [NotIn("atomic", Use = nameof(CopyInAtomic))]
            public static extern int Copy(byte[] target, ulong source);

            public static extern int CopyInAtomic(byte[] target, ulong source);
        }

        [Flags]
        public enum GupFlags
        {
            None = 0,
            Write = 1,
            LongTerm = 0x100,
            Pin = 0x200,
        }

        public static class Gup
        {
            public static extern int Get(
                ulong start, int count,
                [Forbids(When = "flags has LongTerm", Use = nameof(Pin))]
                [Forbids(When = "flags has Pin")]
                GupFlags flags,
                [Acquires("page-ref", Count = "return", When = "return > 0", ReleasedBy = nameof(Mm.ReleasePages))] Page[] pages);

            public static extern int Pin(
                ulong start, int count,
                [Forbids(When = "flags has Pin")] GupFlags flags,
                [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(Mm.UnpinUserPages))] Page[] pages);

            [ReplacedBy(nameof(Pin), Passing = "flags has LongTerm")]
            public static extern int PinLongterm(
                ulong start, int count, GupFlags flags,
                [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(Mm.UnpinUserPages))] Page[] pages);

            [ReplacedBy(nameof(Put))]
            public static extern void PutUser([Releases("page-pin", Count = "count")] Page[] pages, int count);

            public static extern void Put([Releases("page-pin", Count = "count")] Page[] pages, int count);

            [ReplacedBy("Mend")]
            public static extern void Fix(Page page);

            [ReplacedBy(nameof(Exists))]
            public static extern bool IsThere(Page page, int order);

            public static extern bool Exists(Page page);

            public static int Count => 0;

            public static int Number { [ReplacedBy(nameof(Count))] get => Count; }

            public static extern void Send([Forbids(When = "length == 0")] int length, [Forbids(When = "flags has Pin")] GupFlags flags = GupFlags.Pin);
        }

        [Carries("fail")]
        public static class Fail
        {
            public const int NoMem = 12;
            public const int Gone = 19;
        }

        [Carries("verdict", Use = "OfFailure")]
        public enum Verdict { Done, Full, Bad }

        public static class Verdicts
        {
            [return: Carries("verdict", When = "fail == -12 && return == Full")]
            [return: Carries("verdict", When = "return == Bad")]
            public static extern Verdict OfFailure([Carries("fail", When = "fail < 0")] int fail);

            [return: Carries("fail")]
            public static extern int Judge(int item);

            public static extern Verdict Decide(int item);
        }

        public class Engine
        {
            public extern void Retire([Releases("page")] Page page);
        }

        public interface IRegistry
        {
            void Add(Page page);
        }
        """;
}
