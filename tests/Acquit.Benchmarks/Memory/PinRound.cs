using Acquit.Memory;

namespace Acquit.Benchmarks.Memory;

/// <summary>Pins 512 resident pages, takes a reference to each and drops it, unpins them: what drivers do most, and checking sees most of.</summary>
internal sealed class PinRound
{
    private const int Count = 512;

    private readonly MmStruct mm;
    private readonly ulong address;
    private readonly Page[] pages = new Page[Count];

    private PinRound(bool checking)
    {
        KernelMemory kernel = new(2 * Count, new KernelMemoryOptions { Checking = checking });
        mm = kernel.CreateMm();
        if (mm.Mmap(Count * Page.Size, VmFlags.Read | VmFlags.Write, out address) != 0 || Run() != Count)
        {
            throw new InvalidOperationException("The pages cannot be pinned.");
        }
    }

    /// <summary>Makes a round that can be called from another copy of the layer: nothing of it but the delegate is seen.</summary>
    public static Func<int> Create(bool checking) => new PinRound(checking).Run;

    private int Run()
    {
        int pinned = mm.PinUserPagesFast(address, Count, FollFlags.Write, pages);
        for (int i = 0; i < pinned; i++)
        {
            mm.GetPage(pages[i]);
        }

        for (int i = 0; i < pinned; i++)
        {
            mm.PutPage(pages[i]);
        }

        mm.UnpinUserPages(pages, pinned);
        return pinned;
    }
}
