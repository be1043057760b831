// silent: ACQ402
using System;
using Cases.Advice;
using Cases.Api;

namespace Cases.OlderName;

public class Uses
{
    private readonly AddressSpace _mm = new();

    public void Pinned(Page[] pages)
    {
        int pinned = _mm.Pin(0, 4, GupFlags.Write, pages);
        if (pinned > 0)
            _mm.PutUser(pages, pinned); // ACQ402 "'PutUser' is an older name; the operation is called 'Unpin' today"
    }

    public void Held(Page[] pages)
    {
        int pinned = _mm.PinLongterm(0, 4, GupFlags.Write, pages); // ACQ402 "called 'Pin' today, and takes arguments for which 'flags has LongTerm'"
        if (pinned > 0)
            _mm.Unpin(pages, pinned);
    }

    public void BothEnds(Page[] pages)
    {
        int pinned = _mm.PinLongterm(0, 4, GupFlags.None, pages); // ACQ402
        if (pinned > 0)
            _mm.PutUser(pages, pinned); // ACQ402
    }

    public void WithReason(ulong start) => _mm.TouchLocked(start); // ACQ402 "There is one lock now"

    public int Property() => _mm.PinCount; // ACQ402 "'PinCount' is an older name; the operation is called 'Pinned' today"

    public void Conditional(AddressSpace mm, ulong start) => mm?.TouchLocked(start); // ACQ402

    public void Group() => Run(_mm.TouchLocked); // ACQ402

    public void InLambda() => Run(start => _mm.TouchLocked(start)); // ACQ402

    public void InLocalFunction()
    {
        Touch(0);

        void Touch(ulong start) => _mm.TouchLocked(start); // ACQ402
    }

    public void Twice(ulong start)
    {
        _mm.TouchLocked(start); // ACQ402
        _mm.TouchLocked(start + 1); // ACQ402
    }

    public int Initial { get; } = new AddressSpace().PinCount; // ACQ402

    public void OlderOnOlder(ulong start) => _mm.TouchOnce(start); // ACQ402

    private static extern void Run(Action<ulong> touch);
}

public class Others
{
    private readonly AddressSpace _mm = new();

    public void Today(Page[] pages)
    {
        int pinned = _mm.Pin(0, 4, GupFlags.LongTerm, pages);
        if (pinned > 0)
            _mm.Unpin(pages, pinned);
    }

    public void TouchedToday(ulong start) => _mm.Touch(start);

    public int CountedToday() => _mm.Pinned;

    public string OnlyNamed() => nameof(AddressSpace.TouchLocked);

    public string NamedOfValue() => nameof(_mm.PinCount);

    /// <summary>Today's name of <see cref="AddressSpace.TouchLocked"/>.</summary>
    public void InDocumentation(ulong start) => _mm.Touch(start);

    public void Comment(ulong start) => _mm.Touch(start); // TouchLocked is gone.

    public string Text() => "TouchLocked";

    public void SameName(Other other) => other.TouchLocked(0);

    public void OwnOfTheName(ulong start)
    {
        TouchLocked(start);

        void TouchLocked(ulong at) => _mm.Touch(at);
    }

    public bool Member(Other other) => other.PinCount > 0;

    [Acquit.ReplacedBy(nameof(Today))]
    public void Yesterday(ulong start) => _mm.TouchLocked(start);

    [Acquit.ReplacedBy(nameof(Today))]
    public void YesterdayInside(ulong start)
    {
        Touch();

        void Touch() => _mm.TouchLocked(start);
    }
}

public sealed class Other
{
    public int PinCount;

    public void TouchLocked(ulong start) => PinCount = (int)start;
}
