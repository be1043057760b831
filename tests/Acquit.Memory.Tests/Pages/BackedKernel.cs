namespace Acquit.Memory.Tests.Pages;

/// <summary>Kernels over the backing a test class runs on: the same tests run on each.</summary>
internal static class BackedKernel
{
    public static KernelMemory Kernel(this MemoryBacking backing, int pages) =>
        new(pages, new KernelMemoryOptions { Backing = backing });

    public static KernelMemory WarningKernel(this MemoryBacking backing, int pages) =>
        new(pages, TestKernel.Warning with { Backing = backing });

    public static KernelMemory UncheckedKernel(this MemoryBacking backing, int pages) =>
        new(pages, new KernelMemoryOptions { Backing = backing, Checking = false });
}
