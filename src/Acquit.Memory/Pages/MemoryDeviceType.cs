namespace Acquit.Memory;

/// <summary>What kind of memory a device has (enum memory_type).</summary>
public enum MemoryDeviceType
{
    /// <summary>Memory that only the device reaches; its pages are managed by the driver (MEMORY_DEVICE_PRIVATE).</summary>
    Private,

    /// <summary>Persistent memory under a file system; its pages are managed by the driver (MEMORY_DEVICE_FS_DAX).</summary>
    FsDax,

    /// <summary>Memory under a character device; its pages are counted, and nobody waits for them to be idle (MEMORY_DEVICE_DEVDAX).</summary>
    DevDax,

    /// <summary>Memory on a bus that devices use among themselves; as <see cref="DevDax"/> (MEMORY_DEVICE_PCI_P2PDMA).</summary>
    PciP2pDma,
}
