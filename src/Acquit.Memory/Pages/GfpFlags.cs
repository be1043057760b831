namespace Acquit.Memory;

/// <summary>How pages are to be allocated (gfp_t). Test them by name: the kernel's numbers change between releases.</summary>
[Flags]
public enum GfpFlags
{
    /// <summary>No flags: must not sleep and may fail (GFP_NOWAIT without its extras).</summary>
    None = 0,

    /// <summary>The allocation may sleep to make room (__GFP_DIRECT_RECLAIM).</summary>
    DirectReclaim = 1 << 0,

    /// <summary>May use emergency reserves (__GFP_HIGH).</summary>
    High = 1 << 1,

    /// <summary>The pages are filled with zeroes (__GFP_ZERO).</summary>
    Zero = 1 << 2,

    /// <summary>A block of several pages becomes one compound page (__GFP_COMP).</summary>
    Comp = 1 << 3,

    /// <summary>No warning on failure (__GFP_NOWARN).</summary>
    NoWarn = 1 << 4,

    /// <summary>For memory that user space will see (__GFP_HARDWALL).</summary>
    HardWall = 1 << 5,

    /// <summary>The pages lie where nothing may stay for long (__GFP_MOVABLE): a long-term pin moves them away first.</summary>
    Movable = 1 << 6,

    /// <summary>The ordinary choice in a context that may sleep (GFP_KERNEL).</summary>
    Kernel = DirectReclaim,

    /// <summary>For atomic context: does not sleep (GFP_ATOMIC).</summary>
    Atomic = High,

    /// <summary>For user memory (GFP_USER).</summary>
    User = Kernel | HardWall,

    /// <summary>For user memory that may be moved (GFP_HIGHUSER_MOVABLE).</summary>
    HighUserMovable = User | Movable,
}
