namespace Acquit.Memory;

/// <summary>One piece of memory, in frames that lie next to each other, that a device can reach.</summary>
internal sealed class DmaMapping : ITracked
{
    private readonly KernelMemory kernel;
    private readonly ResourceHistory history;
    private readonly int offset;
    private readonly byte[]? bounce;

    public DmaMapping(KernelMemory kernel, long address, Page page, int offset, int size, DmaDirection direction, DmaFlavor flavor, bool bounces)
    {
        this.kernel = kernel;
        Page = kernel.PfnToPage(page.Pfn + (ulong)(offset >> Page.Shift));
        this.offset = offset & (Page.Size - 1);
        Address = address;
        Size = size;
        Direction = direction;
        Flavor = flavor;
        bounce = bounces ? new byte[size] : null;
        history = new ResourceHistory($"device mapping of {Page}+{this.offset:x}");
    }

    /// <summary>The first page.</summary>
    public Page Page { get; }

    /// <summary>The address for the device.</summary>
    public long Address { get; }

    public int Size { get; }

    public DmaDirection Direction { get; }

    public DmaFlavor Flavor { get; }

    ResourceHistory ITracked.History => history;

    public bool Contains(long address, int length) => address >= Address && length <= Size && address - Address <= Size - length;

    public bool Allows(DmaDirection way) => Direction == way || Direction == DmaDirection.Bidirectional;

    /// <summary>Pages that are freed now are freed while they are mapped.</summary>
    public void AddAliases(int change)
    {
        for (int i = 0; i < Page.Count((long)offset + Size); i++)
        {
            kernel.PfnToPage(Page.Pfn + (ulong)i).AddAlias(change);
        }
    }

    /// <summary>What the device sees at an address: memory, or its stand-in.</summary>
    public Span<byte> DeviceView(long address, int length, scoped in CallSite site) =>
        bounce is null ? Memory(address, length, site) : bounce.AsSpan((int)(address - Address), length);

    /// <summary>The device has the memory from now on (sync for device).</summary>
    public void GiveToDevice(long address, int length, scoped in CallSite site)
    {
        if (bounce is not null && Direction != DmaDirection.FromDevice)
        {
            Memory(address, length, site).CopyTo(bounce.AsSpan((int)(address - Address)));
        }
    }

    /// <summary>The processor has the memory from now on (sync for cpu).</summary>
    public void GiveToProcessor(long address, int length, scoped in CallSite site)
    {
        if (bounce is not null && Direction != DmaDirection.ToDevice)
        {
            bounce.AsSpan((int)(address - Address), length).CopyTo(Memory(address, length, site));
        }
    }

    /// <summary>What the stand-in holds where the device writes nothing is what was there before.</summary>
    public void FillStandIn(in CallSite site)
    {
        if (bounce is not null)
        {
            Memory(Address, Size, site).CopyTo(bounce);
        }
    }

    public override string ToString() => history.Name;

    private Span<byte> Memory(long address, int length, scoped in CallSite site)
    {
        int at = offset + (int)(address - Address);
        int first = Page.Frame + (at >> Page.Shift);
        at &= Page.Size - 1;
        int pages = Page.Count((long)at + length);
        for (int i = 0; i < pages; i++)
        {
            kernel.CheckInUse(kernel.PfnToPage((ulong)(first + i)), site);
        }

        return kernel.Store.Frames(first, pages).Slice(at, length);
    }
}
