namespace Acquit.Memory;

/// <summary>Maps one page. Replaced, never changed, except for the dirty bit: whoever sees the same object twice saw no change.</summary>
internal sealed class PageTableEntry(Page page, bool writable)
{
    private volatile bool dirty;

    public Page Page { get; } = page;

    public bool Writable { get; } = writable;

    public bool Dirty
    {
        get => dirty;
        set => dirty = value;
    }
}
