namespace Acquit.Memory;

/// <summary>A page fault while it is handled (vm_fault). Belongs to one thread, and to the handler only until it returns.</summary>
public sealed class VmFault
{
    internal VmFault(VmAreaStruct area, ulong address, FaultFlags flags)
    {
        Area = area;
        Address = address & Acquit.Memory.Page.Mask;
        Flags = flags;
    }

    /// <summary>The area that was touched.</summary>
    public VmAreaStruct Area { get; }

    /// <summary>The address of the page that was touched, in bytes.</summary>
    public ulong Address { get; }

    /// <summary>The page's index in the mapped object: the area's offset plus the page's place in the area, in pages.</summary>
    public ulong Pgoff => Area.Pgoff + ((Address - Area.Start) >> Acquit.Memory.Page.Shift);

    /// <summary>The circumstances.</summary>
    public FaultFlags Flags { get; }

    /// <summary>Whether the access is a write.</summary>
    public bool IsWrite => (Flags & FaultFlags.Write) != 0;

    /// <summary>
    /// Set by a fault handler that answers 0 or <see cref="VmFaultCode.Locked"/>: the page to map. Its one reference goes to
    /// the core. Set by the core for <see cref="VmOperations.PageMkwrite"/>.
    /// </summary>
    public Page? Page { get; set; }
}
