namespace Acquit.Memory;

/// <summary>Somebody who is told when an address space changes (mmu_notifier): a driver whose device has addresses of its own for it.</summary>
public class MmuNotifier : ITracked
{
    private readonly ResourceHistory history = new("mmu notifier");

    /// <summary>Creates one; <see cref="MmStruct.MmuNotifierRegister"/> makes it heard.</summary>
    /// <param name="ops">What is called.</param>
    public MmuNotifier(MmuNotifierOps ops)
    {
        ArgumentNullException.ThrowIfNull(ops);
        Ops = ops;
    }

    /// <summary>What is called.</summary>
    public MmuNotifierOps Ops { get; }

    /// <summary>The address space; null unless registered.</summary>
    public MmStruct? Mm { get; internal set; }

    ResourceHistory ITracked.History => history;

    /// <summary>How often it was got and not put.</summary>
    internal int Users { get; set; }

    /// <summary>Whether it was told that the address space ends.</summary>
    internal bool IsReleased { get; set; }

    /// <summary>The notifier in words.</summary>
    /// <returns><c>mmu notifier of mm 1</c>.</returns>
    public override string ToString() => Mm is null ? "an mmu notifier that is not registered" : $"mmu notifier of {Mm}";
}
