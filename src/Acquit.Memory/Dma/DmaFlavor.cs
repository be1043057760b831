namespace Acquit.Memory;

/// <summary>By which family of calls something was mapped: it is unmapped by the same.</summary>
internal enum DmaFlavor
{
    /// <summary>One piece: a page or a buffer.</summary>
    Single,

    /// <summary>A list of pieces.</summary>
    Scattered,

    /// <summary>Memory that was allocated for the device.</summary>
    Coherent,
}
