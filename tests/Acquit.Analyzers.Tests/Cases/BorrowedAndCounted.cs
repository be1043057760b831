using Acquit;

namespace Cases;

// Who takes a reference of its own may keep what it was lent.
internal sealed class BorrowedAndCounted
{
    private Counted? _current;
    private Counted? _seen;

    public void KeptWithAReference([Borrows] Counted lent)
    {
        lent.Take();
        _seen = lent;
    }

    public void InPlaceOfAnother([Borrows] Counted lent)
    {
        lent.Take();
        var old = _current;
        _current = lent;
        old?.Give();
    }

    public void ReleasedByTheEnd()
    {
        _current?.Give();
        _seen?.Give();
    }
}

// Counted by hand, where no call tells.
internal sealed class BorrowedAndCountedByHand
{
    private Counted? _kept;

    public void Keep([Borrows] Counted lent)
    {
        lent.References++;
        _kept = lent;
    }

    public bool Has => _kept is not null;
}

public sealed class Counted
{
    public int References;

    [Acquires("counted", ReleasedBy = nameof(Give))]
    public extern void Take();

    [Releases("counted")]
    public extern void Give();
}
