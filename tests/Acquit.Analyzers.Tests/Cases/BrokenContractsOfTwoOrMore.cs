// silent: ACQ902
using System;
using System.Collections.Generic;
using Acquit;
using Cases.Api;

namespace Cases;

public sealed class Reel
{
    public Reel Spool = null!;

    public bool IsKept;
}

public static class Reels
{
    public static extern void Keep([Acquires("reel-kept", ReleasedBy = nameof(Forget))] Reel reel);

    public static extern void Forget([Releases("reel-kept")] Reel reel);

    public static extern void Hold([Acquires("reel-held", ReleasedBy = nameof(Drop))] Reel reel);

    public static extern void Drop([Releases("reel-held")] Reel reel);

    public static extern void Wind([Acquires("reel-wound", ReleasedBy = nameof(Unwind))] Reel reel);

    public static extern void Unwind([Releases("reel-wound")] Reel reel);

    public static extern void Tie([Acquires("reel-tied", ReleasedBy = nameof(Untie))] Reel reel);

    public static extern void Untie([Releases("reel-tied")] Reel reel);

    public static extern void Turn([Borrows] Reel reel);
}

// Given back by a helper.
public sealed class ReelsClosedByAHelper
{
    public static void Open([Acquires("reel-opened-1", ReleasedBy = nameof(Close))] Reel reel) => Reels.Keep(reel.Spool);

    public static void Close([Releases("reel-opened-1")] Reel reel) => Finish(reel);

    private static void Finish(Reel reel) => Reels.Forget(reel.Spool);
}

// Given back later.
public sealed class ReelsClosedLater
{
    private readonly List<Reel> _closed = new();
    private Reel? _last;

    public void Open([Acquires("reel-opened-2", ReleasedBy = nameof(Close))] Reel reel) => Reels.Hold(reel);

    public void Close([Releases("reel-opened-2")] Reel reel) => _last = reel;

    public void Sweep()
    {
        if (_last is { } last)
            Reels.Drop(last);
        _last = null;
    }
}

// Given back by callers, who are told of it.
public sealed class ReelsToldOf
{
    public static void Open([Acquires("reel-opened-3", ReleasedBy = nameof(Close)), Acquires("reel-wound", ReleasedBy = nameof(Reels.Unwind))] Reel reel) => Reels.Wind(reel);

    public static void Close([Releases("reel-opened-3")] Reel reel) => Reels.Turn(reel);
}

// Given back by a method that does nothing else.
public sealed class ReelsClosedInParts
{
    public static void Open([Acquires("reel-opened-4", ReleasedBy = nameof(Close))] Reel reel) => Reels.Tie(reel);

    public static void Close([Releases("reel-opened-4")] Reel reel) => Reels.Turn(reel);

    public static void Untie(Reel reel) => Reels.Untie(reel);
}

// Nobody knows what runs instead.
public class ReelsClosedByOthers
{
    public void Open([Acquires("reel-opened-6", ReleasedBy = nameof(Close))] Reel reel) => Reels.Wind(reel);

    public virtual void Close([Releases("reel-opened-6")] Reel reel) => Reels.Turn(reel);
}

public sealed class ReelsClosedFarAway
{
    public void Open([Acquires("reel-opened-7", ReleasedBy = nameof(Close))] Reel reel) => Reels.Wind(reel);

    public extern void Close([Releases("reel-opened-7")] Reel reel);
}

// Closed by somebody of whom nothing is known.
public sealed class ReelsClosedByADelegate
{
    private readonly Action<Reel> _close;

    public ReelsClosedByADelegate(Action<Reel> close) => _close = close;

    public void Open([Acquires("reel-opened-5", ReleasedBy = nameof(Close))] Reel reel) => Reels.Wind(reel);

    public void Close([Releases("reel-opened-5")] Reel reel) => _close(reel);
}
