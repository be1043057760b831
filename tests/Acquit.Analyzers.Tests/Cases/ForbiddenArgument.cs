// silent: ACQ401
using System;
using Cases.Advice;
using Cases.Api;

namespace Cases.ForbiddenArgument;

public class Constants
{
    private const GupFlags Held = GupFlags.Write | GupFlags.LongTerm;

    public void ByName(AddressSpace mm, Page[] pages)
    {
        int got = mm.Get(0, 1, GupFlags.LongTerm, pages); // ACQ401 "'Get' must not be called with 'flags has LongTerm': A long hold has to be a pin; call 'Pin' instead"
        if (got > 0)
            mm.Put(pages, got);
    }

    public void Among(AddressSpace mm, Page[] pages)
    {
        int got = mm.Get(0, 1, GupFlags.Write | GupFlags.LongTerm, pages); // ACQ401
        if (got > 0)
            mm.Put(pages, got);
    }

    public void Constant(AddressSpace mm) => mm.Drain(GupFlags.Write | GupFlags.Pin); // ACQ401

    public void OfAnotherName(AddressSpace mm, Page[] pages)
    {
        int got = mm.Get(0, 1, Held, pages); // ACQ401
        if (got > 0)
            mm.Put(pages, got);
    }

    public void ByNumber(AddressSpace mm) => mm.Drain((GupFlags)0x201); // ACQ401

    public void NamedArgument(AddressSpace mm, Page[] pages)
    {
        int got = mm.Get(
            0,
            pages: pages,
            flags: GupFlags.Pin, // ACQ401 "It is the core's own flag"
            count: 1);
        if (got > 0)
            mm.Put(pages, got);
    }

    public void Two(AddressSpace mm) => mm.Drain(GupFlags.Pin | GupFlags.LongTerm); // ACQ401

    public void Both(AddressSpace mm, Page[] pages)
    {
        int got = mm.Get(0, 1, GupFlags.Pin | GupFlags.LongTerm, pages); // ACQ401 "LongTerm", ACQ401 "'flags has Pin'"
        if (got > 0)
            mm.Put(pages, got);
    }

    public void EqualTo() => Streams.Sync(0, Direction.None, 1); // ACQ401 "'direction == None'"

    public void AtMost() => Streams.Sync(0, Direction.Both, 0); // ACQ401 "'length <= 0'"

    public void Null() => Streams.Attach(null, 1, 2); // ACQ401 "'driver == null'"

    public void SameTwice(object driver) => Streams.Attach(driver, 3, 3); // ACQ401 "'first == second'"

    public void LeftOut() => Streams.Start(0); // ACQ401 "'burst != 0'"

    public void Conjunction() => Streams.Allocate(false, Wide.Low); // ACQ401 "'isCoherent == false && mask lacks High'; call 'Sync' instead"

    public Ring Constructor() => new Ring(1); // ACQ401 "'new Ring' must not be called with 'size < 2'"

    public Ring WithoutName()
    {
        Ring ring = new(0); // ACQ401
        return ring;
    }
}

public class Variables
{
    public void Local(AddressSpace mm)
    {
        GupFlags flags = GupFlags.Write | GupFlags.Pin;
        mm.Drain(flags); // ACQ401
    }

    public void Added(AddressSpace mm, GupFlags flags)
    {
        flags |= GupFlags.Pin;
        mm.Drain(flags); // ACQ401
    }

    public void AddedInPlace(AddressSpace mm, GupFlags flags) => mm.Drain(flags | GupFlags.Pin); // ACQ401

    public void OnBothWays(AddressSpace mm, bool write)
    {
        mm.Drain(write ? GupFlags.Write | GupFlags.Pin : GupFlags.Pin); // ACQ401
    }

    public void OnBothWaysBefore(AddressSpace mm, bool write)
    {
        var flags = write ? GupFlags.Write | GupFlags.Pin : GupFlags.Pin;
        mm.Drain(flags); // ACQ401
    }

    public void OnBothBranches(AddressSpace mm, bool write)
    {
        GupFlags flags;
        if (write)
            flags = GupFlags.Write | GupFlags.Pin;
        else
            flags = GupFlags.Pin;
        mm.Drain(flags); // ACQ401
    }

    public void MoreOnOneWay(AddressSpace mm, bool write)
    {
        var flags = GupFlags.Pin;
        if (write)
            flags |= GupFlags.Write;
        mm.Drain(flags); // ACQ401
    }

    public void AnotherTakenAway(AddressSpace mm, GupFlags flags)
    {
        flags |= GupFlags.Pin;
        flags &= ~GupFlags.Write;
        mm.Drain(flags); // ACQ401
    }

    public void Toggled(AddressSpace mm)
    {
        var flags = GupFlags.Write;
        flags ^= GupFlags.Pin;
        mm.Drain(flags); // ACQ401
    }

    public void EveryRound(AddressSpace mm, int rounds)
    {
        var flags = GupFlags.Pin;
        for (int i = 0; i < rounds; i++)
        {
            mm.Drain(flags); // ACQ401
            flags |= GupFlags.Write;
        }
    }

    public void InLambda(AddressSpace mm)
    {
        Action drain = () =>
        {
            var flags = GupFlags.Pin | GupFlags.Force;
            mm.Drain(flags); // ACQ401
        };
        drain();
    }

    public void InLocalFunction(AddressSpace mm)
    {
        Drain(GupFlags.Write);

        void Drain(GupFlags flags)
        {
            flags |= GupFlags.Pin;
            mm.Drain(flags); // ACQ401
        }
    }

    public void BeforeItChanges(AddressSpace mm)
    {
        var flags = GupFlags.Pin;
        mm.Drain(flags); // ACQ401
        flags = GupFlags.None;
        mm.Drain(flags);
    }

    public void InFinally(AddressSpace mm, Action work)
    {
        try
        {
            work();
        }
        finally
        {
            var flags = GupFlags.Pin;
            mm.Drain(flags); // ACQ401
        }
    }

    public void Converted(AddressSpace mm, int bits)
    {
        bits |= 0x200;
        mm.Drain((GupFlags)bits); // ACQ401
    }

    public void Unsigned(Wide mask)
    {
        mask &= ~Wide.High;
        Streams.Allocate(false, mask); // ACQ401
    }

    public void Number(bool fast)
    {
        int length = 0;
        if (fast)
            length = -1;
        Streams.Sync(0, Direction.Both, 0 - 1); // ACQ401
        Streams.Sync(0, Direction.Both, length);
    }
}

public class Allowed
{
    private static readonly GupFlags Chosen = GupFlags.Write;
    private GupFlags _flags = GupFlags.Pin;

    public void Others(AddressSpace mm) => mm.Drain(GupFlags.Write | GupFlags.LongTerm);

    public void AsItIsMeant(AddressSpace mm, Page[] pages)
    {
        int got = mm.Pin(0, 1, GupFlags.LongTerm, pages);
        if (got > 0)
            mm.Unpin(pages, got);
    }

    public void Unknown(AddressSpace mm, GupFlags flags) => mm.Drain(flags);

    public void UnknownPart(AddressSpace mm, GupFlags flags) => mm.Drain(flags | GupFlags.Write);

    public void FromField(AddressSpace mm) => mm.Drain(_flags | Chosen);

    public void OnOneWay(AddressSpace mm, bool pin) => mm.Drain(pin ? GupFlags.Pin : GupFlags.None);

    public void OnOneBranch(AddressSpace mm, bool pin)
    {
        var flags = GupFlags.Write;
        if (pin)
            flags |= GupFlags.Pin;
        mm.Drain(flags);
    }

    public void TakenAway(AddressSpace mm, GupFlags flags) => mm.Drain((flags | GupFlags.Pin) & ~GupFlags.Pin);

    public void TakenAwayBefore(AddressSpace mm)
    {
        var flags = GupFlags.Write | GupFlags.Pin;
        flags &= ~GupFlags.Pin;
        mm.Drain(flags);
    }

    public void ToggledTwice(AddressSpace mm, bool twice)
    {
        var flags = GupFlags.Pin;
        if (twice)
            flags ^= GupFlags.Pin;
        mm.Drain(flags);
    }

    public void Replaced(AddressSpace mm)
    {
        var flags = GupFlags.Pin;
        flags = GupFlags.Write;
        mm.Drain(flags);
    }

    public void ReplacedInLaterRounds(AddressSpace mm, int rounds)
    {
        var flags = GupFlags.Write;
        for (int i = 0; i < rounds; i++)
        {
            mm.Drain(flags);
            flags = GupFlags.Pin;
        }
    }

    public void ReplacedByCallee(AddressSpace mm)
    {
        var flags = GupFlags.Pin;
        Choose(ref flags);
        mm.Drain(flags);
    }

    public void ReplacedByClosure(AddressSpace mm)
    {
        var flags = GupFlags.Pin;
        Action clear = () => flags = GupFlags.None;
        clear();
        mm.Drain(flags);
    }

    public void ReplacedThroughAlias(AddressSpace mm)
    {
        var flags = GupFlags.Pin;
        ref var alias = ref flags;
        alias = GupFlags.None;
        mm.Drain(flags);
    }

    public void ReplacedInTuple(AddressSpace mm, GupFlags other)
    {
        var flags = GupFlags.Pin;
        (flags, other) = (other, flags);
        mm.Drain(flags);
    }

    public void ReplacedInFinally(AddressSpace mm, Action work)
    {
        var flags = GupFlags.Pin;
        try
        {
            work();
        }
        finally
        {
            flags = GupFlags.None;
        }

        mm.Drain(flags);
    }

    public void ReplacedInTry(AddressSpace mm, Action work)
    {
        var flags = GupFlags.Pin;
        try
        {
            flags = GupFlags.None;
            work();
        }
        catch (InvalidOperationException)
        {
            mm.Drain(flags);
        }
    }

    public void ReplacedByPattern(AddressSpace mm, object given)
    {
        if (given is GupFlags flags)
            mm.Drain(flags);
    }

    public void ReplacedByOut(AddressSpace mm, string text)
    {
        var flags = GupFlags.Pin;
        Enum.TryParse(text, out flags);
        mm.Drain(flags);
    }

    public void BeforeItWasSet(AddressSpace mm)
    {
        var flags = GupFlags.Write;
        Use(mm.Drain(flags), flags = GupFlags.Pin);
    }

    public void InOrder(AddressSpace mm)
    {
        var flags = GupFlags.Pin;
        Use((flags = GupFlags.None) == GupFlags.None ? 1 : 0, flags);
        mm.Drain(flags);
    }

    public void Direct() => Streams.Sync(0, Direction.ToDevice, 16);

    public void UnknownLength(int length) => Streams.Sync(0, Direction.ToDevice, length);

    public void Counted(int rounds)
    {
        int length = 0;
        for (int i = 0; i < rounds; i++)
            length++;
        Streams.Sync(0, Direction.Both, length);
    }

    public void HalfOfIt(Wide mask)
    {
        Streams.Allocate(true, Wide.Low);
        Streams.Allocate(false, mask);
        Streams.Allocate(false, Wide.High);
    }

    public void NotNull(object driver)
    {
        Streams.Attach(driver, 1, 2);
        Streams.Attach("driver", 1, 2);
        Streams.Attach(0, 1, 2);
    }

    public void Given() => Streams.Start(0, 0);

    public Ring LargeEnough(int size) => size > 0 ? new Ring(2) : new Ring(size);

    private static extern void Choose(ref GupFlags flags);

    private static extern void Use(int result, GupFlags flags);
}
