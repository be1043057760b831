namespace Acquit.Memory;

/// <summary>The rights and the caching with which a page is mapped (pgprot_t).</summary>
/// <remarks>Memory here is always coherent: caching is kept apart from the rights, and changes nothing.</remarks>
[Flags]
public enum PageProt
{
    /// <summary>May be read.</summary>
    ReadOnly = 0,

    /// <summary>May be written without asking first.</summary>
    Writable = 0x1,

    /// <summary>Writes are combined (pgprot_writecombine).</summary>
    WriteCombined = 0x2,

    /// <summary>Not cached (pgprot_noncached).</summary>
    NonCached = 0x4,
}
