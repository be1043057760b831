namespace Acquit.Memory;

/// <summary>What page frames are made of.</summary>
public enum MemoryBacking
{
    /// <summary>Shared memory where the system has it, else portable memory.</summary>
    Automatic,

    /// <summary>A shared memory object of the system (a memfd on Linux): pages can be mapped in any order as one span.</summary>
    SharedMemory,

    /// <summary>Ordinary memory: everything works but a span over pages that do not lie next to each other.</summary>
    Portable,
}
