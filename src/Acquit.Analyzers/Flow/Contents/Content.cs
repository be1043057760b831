using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Contents;

internal enum Marking
{
    No,
    Yes,

    /// <summary>It cannot be told.</summary>
    Perhaps,
}

/// <summary>An access that happened if a formula is true.</summary>
internal sealed record PendingAccess(Formula When, Access Access, IOperation At);

/// <summary>A marking that happened if a formula is true.</summary>
internal sealed record PendingMark(Formula When, IOperation At, string? Without);

/// <summary>What has become of the content of something that is held: read, written, marked as written.</summary>
internal sealed record Content
{
    public static readonly Content Untouched = new();

    /// <summary>Where it was certainly written first, or first after it was marked.</summary>
    public IOperation? WrittenAt { get; init; }

    /// <summary>A device wrote it.</summary>
    public bool ByDevice { get; init; }

    /// <summary>Where it was certainly read first, and no more than read.</summary>
    public IOperation? ReadAt { get; init; }

    /// <summary>Where a device got hold of it.</summary>
    public IOperation? DeviceAt { get; init; }

    /// <summary>Somebody may have written it, or may do so yet.</summary>
    public bool MayBeWritten { get; init; }

    /// <summary>Code of which nothing is known had it in hand.</summary>
    public bool IsHandled { get; init; }

    /// <summary>Since it was last written.</summary>
    public Marking Marking { get; init; }

    public IOperation? MarkedAt { get; init; }

    /// <summary>Where it was marked without the lock that this needs.</summary>
    public IOperation? UnlockedAt { get; init; }

    /// <summary>The kind of that lock.</summary>
    public string? LockWanted { get; init; }

    /// <summary>It was marked, and written once more after that.</summary>
    public bool IsMarkedTooSoon { get; init; }

    public PendingAccess? PendingAccess { get; init; }

    public PendingMark? PendingMark { get; init; }

    public IEnumerable<int> Symbols =>
        (PendingAccess?.When.Symbols ?? Enumerable.Empty<int>()).Concat(PendingMark?.When.Symbols ?? Enumerable.Empty<int>());

    /// <param name="isPart">Of an array only an element was meant.</param>
    public Content Accessed(Access access, IOperation at, bool isPart)
    {
        switch (access)
        {
            case Access.Read:
                return this with { ReadAt = ReadAt ?? at };
            case Access.DeviceRead:
                return this with { ReadAt = ReadAt ?? at, DeviceAt = DeviceAt ?? at };
            case Access.Write or Access.DeviceWrite:
                var isMarked = Marking == Marking.Yes;
                return this with
                {
                    WrittenAt = isMarked ? at : WrittenAt ?? at,
                    ByDevice = ByDevice || access == Access.DeviceWrite,
                    DeviceAt = access == Access.DeviceWrite ? DeviceAt ?? at : DeviceAt,
                    Marking = !isPart ? Marking.No : isMarked ? Marking.Perhaps : Marking,
                    IsMarkedTooSoon = IsMarkedTooSoon || (isMarked && !isPart),
                    PendingMark = null,
                };
            case Access.Device:
                return this with { DeviceAt = DeviceAt ?? at, MayBeWritten = true };
            case Access.Somehow:
                return this with { MayBeWritten = true };
            default:
                return this with { MayBeWritten = true, IsHandled = true, Marking = Marking == Marking.Yes ? Marking.Yes : Marking.Perhaps };
        }
    }

    /// <param name="without">The kind of lock that the marking needs, and that nobody has taken.</param>
    public Content Marked(IOperation at, string? without) => this with
    {
        Marking = Marking.Yes,
        MarkedAt = MarkedAt ?? at,
        UnlockedAt = UnlockedAt ?? (without is null ? null : at),
        LockWanted = LockWanted ?? without,
        PendingAccess = null,
        PendingMark = null,
        MayBeWritten = MayBeWritten || PendingAccess is not null,
    };

    public Content AccessedIf(Formula when, Access access, IOperation at) =>
        PendingAccess is null ? this with { PendingAccess = new PendingAccess(when, access, at) }
        : PendingAccess.When == when && PendingAccess.Access == access ? this
        : this with { MayBeWritten = true };

    public Content MarkedIf(Formula when, IOperation at, string? without) => Marking switch
    {
        Marking.No when PendingMark is null => this with { PendingMark = new PendingMark(when, at, without), MayBeWritten = MayBeWritten || PendingAccess is not null, PendingAccess = null },
        Marking.No when PendingMark!.When != when => this with { Marking = Marking.Perhaps },
        _ => this,
    };

    /// <summary>What is known once formulas are decided.</summary>
    public Content Settle(Func<Formula, Truth> evaluate)
    {
        var content = this;
        if (content.PendingMark is { } mark && evaluate(mark.When) is var marked and not Truth.Unknown)
        {
            content = marked == Truth.True ? content.Marked(mark.At, mark.Without) : content with { PendingMark = null };
        }

        if (content.PendingAccess is { } access && evaluate(access.When) is var happened and not Truth.Unknown)
        {
            content = content with { PendingAccess = null };
            content = happened == Truth.True ? content.Accessed(access.Access, access.At, false) : content;
        }

        return content;
    }

    /// <summary>What is known whichever of two ways was taken.</summary>
    public static Content? Join(Content? a, Content? b)
    {
        if (a == b)
        {
            return a;
        }

        var (x, y) = (a ?? Untouched, b ?? Untouched);
        var isWritten = x.WrittenAt is not null && y.WrittenAt is not null;
        var isPending = x.PendingAccess != y.PendingAccess;
        return Both(x, y) with
        {
            WrittenAt = isWritten ? x.WrittenAt : null,
            MayBeWritten = x.MayBeWritten || y.MayBeWritten || isPending || (x.WrittenAt ?? y.WrittenAt) is not null != isWritten,
        };
    }

    /// <summary>What is known of two things that are taken together from now on.</summary>
    public static Content? Together(Content? a, Content? b) =>
        a == b ? a : Both(a ?? Untouched, b ?? Untouched);

    private static Content Both(Content x, Content y) => new()
    {
        WrittenAt = x.WrittenAt ?? y.WrittenAt,
        ByDevice = x.ByDevice || y.ByDevice,
        ReadAt = x.ReadAt ?? y.ReadAt,
        DeviceAt = x.DeviceAt ?? y.DeviceAt,
        MayBeWritten = x.MayBeWritten || y.MayBeWritten || x.PendingAccess != y.PendingAccess,
        IsHandled = x.IsHandled || y.IsHandled,
        Marking = x.Marking != y.Marking || x.PendingMark != y.PendingMark ? Marking.Perhaps : x.Marking,
        MarkedAt = x.MarkedAt ?? y.MarkedAt,
        UnlockedAt = x.UnlockedAt ?? y.UnlockedAt,
        LockWanted = x.LockWanted ?? y.LockWanted,
        IsMarkedTooSoon = x.IsMarkedTooSoon && y.IsMarkedTooSoon,
        PendingAccess = x.PendingAccess == y.PendingAccess ? x.PendingAccess : null,
        PendingMark = x.PendingMark == y.PendingMark ? x.PendingMark : null,
    };

    /// <summary>What keeps worlds apart: what will matter when it is released.</summary>
    public int Differences =>
        ((int)Marking << 4) | (WrittenAt is null ? 0 : 8) | (UnlockedAt is null ? 0 : 4) | (PendingAccess is null ? 0 : 2) | (PendingMark is null ? 0 : 1);
}
