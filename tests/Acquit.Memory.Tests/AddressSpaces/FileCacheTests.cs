using Xunit;

namespace Acquit.Memory.Tests.AddressSpaces;

public sealed class FileCacheTests : IDisposable
{
    private readonly KernelMemory kernel = new(4);
    private readonly ShmemFile file;

    public FileCacheTests() => file = new ShmemFile(kernel, 2 * Page.Size);

    public void Dispose()
    {
        file.Dispose();
        kernel.Dispose();
    }

    [Fact]
    public void Only_a_page_that_is_in_memory_is_found_and_the_finder_puts_it()
    {
        Assert.Null(kernel.FindGetPage(file.Mapping, 0));
        Page read = kernel.ShmemReadMappingPage(file.Mapping, 0, out _)!;

        Page? found = kernel.FindGetPage(file.Mapping, 0);

        Assert.Same(read, found);
        Assert.Equal(3, read.RefCount);
        Assert.Null(kernel.FindGetPage(file.Mapping, 1));
        Assert.Null(kernel.FindGetPage(file.Mapping, 2));
        Assert.Equal(1, file.Mapping.CachedPages);
        kernel.PutPage(read);
        kernel.PutPage(found!);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Finding_does_not_sleep()
    {
        using (kernel.EnterContext(ExecutionContexts.Atomic))
        {
            Assert.Null(kernel.FindGetPage(file.Mapping, 0));
        }

        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void A_grabbed_page_is_locked_and_has_a_reference()
    {
        Page page = kernel.GrabCachePage(file.Mapping, 1)!;

        Assert.True(page.IsLocked);
        Assert.Equal(2, page.RefCount);
        Assert.All(page.Span.ToArray(), value => Assert.Equal(0, value));
        Assert.Equal([ResourceKinds.PageRef, ResourceKinds.PageLock], kernel.LeakReport().Held.Select(held => held.Kind));
        kernel.UnlockPage(page);
        kernel.PutPage(page);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void What_cannot_be_grabbed_is_null_with_nothing_locked_or_held()
    {
        Assert.Null(kernel.GrabCachePage(file.Mapping, 2));
        kernel.Injection.FailNext(nameof(KernelMemory.GrabCachePage));
        Assert.Null(kernel.GrabCachePage(file.Mapping, 0));
        while (kernel.AllocPage(GfpFlags.Kernel) is not null)
        {
        }

        Assert.Null(kernel.GrabCachePage(file.Mapping, 0));
        Assert.Equal(0, file.Mapping.CachedPages);
    }
}
