using Acquit.Memory;

namespace Acquit.Agreement.Running;

/// <summary>What a driver finds when it runs: a process with a buffer, a device, pages that live longer than the driver.</summary>
internal sealed class Stage
{
    private const int BufferPages = 3;

    public Stage(KernelMemory kernel)
    {
        Mm = kernel.CreateMm();
        Mm.Mmap(BufferPages * Page.Size, VmFlags.Read | VmFlags.Write, out ulong user);
        // The page of zeroes, which untouched memory is, is not counted when it is pinned.
        Mm.Write(user, new byte[BufferPages * Page.Size]);
        User = user;
        Device = new DmaDevice(kernel, 256) { Translates = true };
        First = kernel.AllocPage(GfpFlags.Kernel)!;
        Second = kernel.AllocPage(GfpFlags.Kernel)!;
        Frames = [kernel.AllocPage(GfpFlags.Kernel)!, kernel.AllocPage(GfpFlags.Kernel)!];
    }

    public MmStruct Mm { get; }

    public DmaDevice Device { get; }

    public Page First { get; }

    public Page Second { get; }

    public Page[] Frames { get; }

    public ulong User { get; }
}
