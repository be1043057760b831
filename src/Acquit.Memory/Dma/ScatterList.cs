namespace Acquit.Memory;

/// <summary>One piece of a list of memory for a device (struct scatterlist). A list is an array of them.</summary>
/// <remarks>
/// Two things in one: the pieces of memory, as many as were filled in, and the pieces the device sees, as many as mapping
/// returned. The first <see cref="DmaAddress"/> need not be that of the first <see cref="Page"/> only.
/// </remarks>
public sealed class ScatterList
{
    /// <summary>The page the piece begins in (sg_page); null when nothing was filled in.</summary>
    public Page? Page { get; private set; }

    /// <summary>Where in the page, in bytes.</summary>
    public int Offset { get; private set; }

    /// <summary>How many bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Where the device sees this piece of what it sees (sg_dma_address).</summary>
    public long DmaAddress { get; internal set; }

    /// <summary>How many bytes the device sees there (sg_dma_len).</summary>
    public int DmaLength { get; internal set; }

    /// <summary>What the list is mapped as that this piece is in; null when it is not mapped.</summary>
    internal DmaScatterMapping? Mapped { get; set; }

    /// <summary>Makes an array of pieces that have to be filled in (sg_init_table).</summary>
    /// <param name="nents">How many.</param>
    /// <returns>The array.</returns>
    public static ScatterList[] SgInitTable(int nents)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nents);
        return [.. Enumerable.Range(0, nents).Select(_ => new ScatterList())];
    }

    /// <summary>Fills the piece in (sg_set_page).</summary>
    /// <param name="page">The page; a block goes on in the pages after it.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="offset">Where in the page, in bytes.</param>
    public void SgSetPage(Page page, int length, int offset)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        Page = page;
        Length = length;
        Offset = offset;
    }
}
