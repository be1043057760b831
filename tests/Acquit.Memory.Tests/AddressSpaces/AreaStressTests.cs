using Xunit;

namespace Acquit.Memory.Tests.AddressSpaces;

/// <summary>Faults, pins, and everything that changes areas, at once from several threads.</summary>
public sealed class AreaStressTests
{
    private const ulong Base = 1UL << 33;
    private const int Span = 24;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whatever_happens_at_once_every_page_is_given_back_in_the_end(bool checking)
    {
        using KernelMemory kernel = new(2048, new KernelMemoryOptions { Checking = checking });
        using ShmemFile file = new(kernel, Span * Page.Size);
        Page[] own = kernel.AllocPages(Span);
        FileStruct driver = TestKernel.FileWith(
            new VmOperations
            {
                Fault = fault => kernel.VmfInsertPage(fault.Area, fault.Address, own[fault.Pgoff % Span]),
                MapPages = (fault, first, last) => first <= fault.Pgoff && fault.Pgoff <= last ? VmFaultCode.None : VmFaultCode.NoPage,
                PageMkwrite = _ => VmFaultCode.None,
            },
            VmFlags.MixedMap);
        int free = kernel.FreePageCount;
        using (MmStruct mm = kernel.CreateMm())
        {
            long until = Environment.TickCount64 + 700;
            Thread[] threads = [.. Enumerable.Range(0, 4).Select(seed => new Thread(() => Work(mm, file, driver, new Random(seed), until)))];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
        }

        Assert.Empty(kernel.Warnings);
        Assert.All(own, page => Assert.Equal((1, 0), (page.RefCount, page.MapCount)));
        kernel.ReleasePages(own, own.Length);
        file.Dispose();
        Assert.Equal(free + Span, kernel.FreePageCount);
    }

    private static void Work(MmStruct mm, ShmemFile file, FileStruct driver, Random random, long until)
    {
        byte[] bytes = new byte[3 * Page.Size];
        Page[] pages = new Page[4];
        VmFlags rights = VmFlags.Read | VmFlags.Write;
        while (Environment.TickCount64 < until)
        {
            ulong at = Base + ((ulong)random.Next(Span) << Page.Shift);
            ulong size = (ulong)random.Next(1, 5) << Page.Shift;
            switch (random.Next(12))
            {
                case 0:
                    mm.Mmap(size, rights, out _, at: at);
                    break;
                case 1:
                    mm.Mmap(size, rights | VmFlags.Shared, out _, file, (ulong)random.Next(Span - 4), at);
                    break;
                case 2:
                    mm.Mmap(size, rights | (random.Next(2) == 0 ? VmFlags.Shared : VmFlags.None), out _, driver, (ulong)random.Next(Span), at);
                    break;
                case 3:
                    mm.Munmap(at, size);
                    break;
                case 4:
                    mm.Mprotect(at, size, random.Next(2) == 0 ? VmFlags.Read : rights);
                    break;
                case 5:
                    mm.Madvise(at, size, random.Next(2) == 0 ? MadviseAdvice.DontNeed : MadviseAdvice.DontFork);
                    break;
                case 6:
                    if (mm.Mremap(at, size, size + Page.Size, true, out ulong moved) == 0 && moved < Base)
                    {
                        mm.Munmap(moved, size + Page.Size);
                    }

                    break;
                case 7:
                    int got = mm.PinUserPagesFast(at, 4, random.Next(2) == 0 ? FollFlags.Write : FollFlags.None, pages);
                    if (got > 0)
                    {
                        mm.UnpinUserPagesDirtyLock(pages, got, true);
                    }

                    break;
                case 8 or 9:
                    mm.Write(at + 5, bytes.AsSpan(0, (int)size % bytes.Length + 1));
                    break;
                default:
                    mm.Read(at + 5, bytes);
                    break;
            }
        }
    }
}
