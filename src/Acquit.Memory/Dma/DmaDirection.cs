namespace Acquit.Memory;

/// <summary>Which way data goes between memory and a device (dma_data_direction).</summary>
public enum DmaDirection
{
    /// <summary>Both ways (DMA_BIDIRECTIONAL).</summary>
    Bidirectional = 0,

    /// <summary>The device reads memory (DMA_TO_DEVICE).</summary>
    ToDevice = 1,

    /// <summary>The device writes memory (DMA_FROM_DEVICE).</summary>
    FromDevice = 2,

    /// <summary>No way (DMA_NONE): nothing may be mapped with it.</summary>
    None = 3,
}
