namespace Acquit.Memory.Tests;

/// <summary>What many tests start from.</summary>
internal static class TestKernel
{
    public static readonly KernelMemoryOptions Warning = new() { OnMisuse = MisuseReaction.Warn };

    public static Page[] AllocPages(this KernelMemory kernel, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => kernel.AllocPage(GfpFlags.Kernel)!)];

    /// <summary>Anonymous memory, readable and writable.</summary>
    public static ulong MapAnonymous(this MmStruct mm, int pages)
    {
        int error = mm.Mmap((ulong)pages * Page.Size, VmFlags.Read | VmFlags.Write, out ulong address);
        return error == 0 ? address : throw new InvalidOperationException($"mmap answered {error}");
    }

    /// <summary>A file that is mapped with the given operations.</summary>
    public static FileStruct FileWith(VmOperations operations, VmFlags flags = VmFlags.None) =>
        new(new FileOperations
        {
            Mmap = (_, area) =>
            {
                area.Ops = operations;
                area.Flags |= flags;
                return 0;
            },
        });

    public const VmFlags SharedReadWrite = VmFlags.Read | VmFlags.Write | VmFlags.Shared;
}
