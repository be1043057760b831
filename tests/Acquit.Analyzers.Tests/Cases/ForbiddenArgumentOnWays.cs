using System;
using Cases.Advice;

namespace Cases.ForbiddenArgumentOnWays;

// Arguments by reference are evaluated before what is passed beside them.
public class ByReference
{
    public void BranchBeside(AddressSpace mm, bool fast)
    {
        var flags = GupFlags.Pin;
        Adjust(ref flags, fast ? 1 : 2);
        mm.Drain(flags);
    }

    public void OutBeside(AddressSpace mm, bool fast)
    {
        var flags = GupFlags.Pin;
        Choose(out flags, fast ? 1 : 2);
        mm.Drain(flags);
    }

    public void ParameterBeside(AddressSpace mm, GupFlags flags, object speed)
    {
        flags |= GupFlags.Pin;
        Adjust(ref flags, speed is int given ? given : 2);
        mm.Drain(flags);
    }

    public void NullableBeside(AddressSpace mm, int? speed)
    {
        var flags = GupFlags.Pin;
        Adjust(ref flags, speed ?? 2);
        mm.Drain(flags);
    }

    public void Deconstructed(AddressSpace mm, bool fast)
    {
        var flags = GupFlags.Pin;
        int speed;
        (flags, speed) = (fast ? GupFlags.Write : GupFlags.None, 1);
        mm.Drain(flags);
    }

    public void DeconstructedObject(AddressSpace mm, bool fast, Choice slow)
    {
        var flags = GupFlags.Pin;
        int speed;
        (flags, speed) = fast ? new Choice() : slow;
        mm.Drain(flags);
    }

    public void EitherIsReplaced(AddressSpace mm, bool first)
    {
        var flags = GupFlags.Pin;
        var others = GupFlags.Pin;
        (first ? ref flags : ref others) = GupFlags.None;
        mm.Drain(flags);
        mm.Drain(others);
    }

    public void EitherIsChanged(AddressSpace mm, bool first)
    {
        var flags = GupFlags.Pin;
        var others = GupFlags.Pin;
        (first ? ref flags : ref others) &= GupFlags.Write;
        mm.Drain(flags);
        mm.Drain(others);
    }

    public void OneOfThreeIsChanged(AddressSpace mm, bool first, bool second)
    {
        var flags = GupFlags.Pin;
        var others = GupFlags.Pin;
        var more = GupFlags.Pin;
        (first ? ref flags : ref (second ? ref others : ref more)) ^= GupFlags.Pin;
        mm.Drain(flags);
        mm.Drain(others);
        mm.Drain(more);
    }

    public void EitherIsPassed(AddressSpace mm, bool first)
    {
        var flags = GupFlags.Pin;
        var others = GupFlags.Pin;
        Adjust(ref first ? ref flags : ref others, 1);
        mm.Drain(flags);
        mm.Drain(others);
    }

    public void EitherHasAnAlias(AddressSpace mm, bool first)
    {
        var flags = GupFlags.Pin;
        var others = GupFlags.Pin;
        ref var alias = ref first ? ref flags : ref others;
        alias = GupFlags.None;
        mm.Drain(flags);
        mm.Drain(others);
    }

    public void ReplacedInFinally(AddressSpace mm, Action work, bool fast)
    {
        var flags = GupFlags.Pin;
        try
        {
            work();
        }
        finally
        {
            Adjust(ref flags, fast ? 1 : 2);
        }

        mm.Drain(flags);
    }

    public void AnotherIsPassed(AddressSpace mm, GupFlags other, bool fast)
    {
        var flags = GupFlags.Pin;
        Adjust(ref other, fast ? 1 : 2);
        mm.Drain(flags); // ACQ401
    }

    public void SetAfterwards(AddressSpace mm, GupFlags flags, bool fast)
    {
        Adjust(ref flags, fast ? 1 : 2);
        flags |= GupFlags.Pin;
        mm.Drain(flags); // ACQ401
    }

    public void OnlyRead(AddressSpace mm, bool fast)
    {
        var flags = GupFlags.Pin;
        Look(in flags, fast ? 1 : 2);
        mm.Drain(flags); // ACQ401
    }

    public void SetByBranch(AddressSpace mm, GupFlags flags, bool fast)
    {
        flags |= fast ? GupFlags.Pin : GupFlags.Pin | GupFlags.Write;
        mm.Drain(flags); // ACQ401
    }

    private static extern void Adjust(ref GupFlags flags, int speed);

    private static extern void Choose(out GupFlags flags, int speed);

    private static extern void Look(in GupFlags flags, int speed);

    public class Choice
    {
        public extern void Deconstruct(out GupFlags flags, out int speed);
    }
}

// The highest bit of an unsigned number counts.
public class Unsigned
{
    private const ulong Large = 1UL << 63;

    public void LargestIsNotTooSmall() => Streams.Reserve(ulong.MaxValue);

    public void LargeIsNotTooSmall() => Streams.Reserve(Large);

    public void Small() => Streams.Reserve(15); // ACQ401 "'length < 16'"

    public void LargestIsTooLarge() => Streams.Limit(ulong.MaxValue); // ACQ401 "'length > 16'"

    public void LargeIsTooLarge()
    {
        var length = Large;
        Streams.Limit(length); // ACQ401
    }

    public void SmallIsNotTooLarge() => Streams.Limit(16);

    public void InOrder() => Streams.Within(1, Large);

    public void OutOfOrder() => Streams.Within(Large, 1); // ACQ401 "'first > last'"

    public void OfAnEnum()
    {
        Streams.Mask(Wide.Low);
        Streams.Mask(Wide.High | Wide.Low); // ACQ401 "'mask >= High'"
    }
}

public class NotEntered
{
    private const bool UseLongTerm = false;
    private const bool UsePin = true;

    public void Switch(AddressSpace mm)
    {
        if (UseLongTerm)
            mm.Drain(GupFlags.Pin);
    }

    public void SwitchTheOtherWay(AddressSpace mm)
    {
        if (!UsePin)
            mm.Drain(GupFlags.Pin);
        else
            mm.Drain(GupFlags.Write | GupFlags.Pin); // ACQ401
    }

    public void SwitchOn(AddressSpace mm)
    {
        if (UsePin)
            mm.Drain(GupFlags.Pin); // ACQ401
    }

    public void Chosen(AddressSpace mm) => mm.Drain(UseLongTerm ? GupFlags.Pin : GupFlags.Write);

    public void ChosenToo(AddressSpace mm)
    {
        var flags = UsePin ? GupFlags.Pin : GupFlags.Write;
        mm.Drain(flags); // ACQ401
    }

    public void AndMore(AddressSpace mm, bool fast)
    {
        if (UseLongTerm && fast)
            mm.Drain(GupFlags.Pin);
    }

    public void LocalSwitch(AddressSpace mm)
    {
        var pins = false;
        if (pins)
            mm.Drain(GupFlags.Pin);
    }

    public void LocalSwitchThatIsChanged(AddressSpace mm, bool other)
    {
        var pins = false;
        pins |= other;
        if (pins)
            mm.Drain(GupFlags.Pin); // ACQ401
    }

    public void SwitchedInLaterRounds(AddressSpace mm, int rounds)
    {
        var again = false;
        for (int i = 0; i < rounds; i++)
        {
            if (again)
                mm.Drain(GupFlags.Pin); // ACQ401
            again = true;
        }
    }

    public void AfterReturn(AddressSpace mm)
    {
        return;
#pragma warning disable CS0162
        mm.Drain(GupFlags.Pin);
#pragma warning restore CS0162
    }

    public void Lambda(AddressSpace mm)
    {
        if (UseLongTerm)
        {
            Action drain = () => mm.Drain(GupFlags.Pin);
            drain();
        }
    }

    public void Finally(AddressSpace mm, Action work)
    {
        var pins = false;
        if (pins)
        {
            try
            {
                work();
            }
            finally
            {
                mm.Drain(GupFlags.Pin);
            }
        }
    }

    public void TakenAwayWhereItRuns(AddressSpace mm)
    {
        var flags = GupFlags.Write;
        if (UseLongTerm)
            flags = GupFlags.None;
        else
            flags |= GupFlags.Pin;
        mm.Drain(flags); // ACQ401
    }
}

// A loop leads back to where the handler begins.
public class LoopsInHandlers
{
    public void Finally(AddressSpace mm, Action work, Func<bool> more)
    {
        try
        {
            work();
        }
        finally
        {
            while (more())
                mm.Drain(GupFlags.Pin); // ACQ401
        }
    }

    public void Catch(AddressSpace mm, Action work, Func<bool> more)
    {
        try
        {
            work();
        }
        catch
        {
            do
                mm.Drain(GupFlags.Pin); // ACQ401
            while (more());
        }
    }

    public void Filtered(AddressSpace mm, Action work, Func<bool> more)
    {
        try
        {
            work();
        }
        catch (InvalidOperationException) when (mm.Drain(GupFlags.Pin) > 0) // ACQ401
        {
            while (more())
                mm.Drain(GupFlags.Pin); // ACQ401
        }
    }

    public void Nested(AddressSpace mm, Action work, Func<bool> more)
    {
        try
        {
            work();
        }
        finally
        {
            try
            {
                work();
            }
            finally
            {
                while (more())
                    mm.Drain(GupFlags.Pin); // ACQ401
            }
        }
    }

    public void ChangedInTheLoop(AddressSpace mm, Action work, Func<bool> more)
    {
        var flags = GupFlags.Pin;
        try
        {
            work();
        }
        finally
        {
            while (more())
            {
                mm.Drain(flags);
                flags = GupFlags.Pin;
            }
        }
    }

    public void Allowed(AddressSpace mm, Action work, Func<bool> more)
    {
        try
        {
            work();
        }
        finally
        {
            while (more())
                mm.Drain(GupFlags.Write);
        }
    }
}

// A lambda stands among the handlers and finally blocks of the method around it, which are none of its own.
public class InLambdas
{
    public void InLock(AddressSpace mm, object gate, bool fast)
    {
        lock (gate)
        {
            Action drain = () =>
            {
                var flags = fast ? GupFlags.Write : GupFlags.None;
                mm.Drain(flags);
            };
            drain();
        }
    }

    public void InForEach(AddressSpace mm, System.Collections.Generic.IEnumerable<int> speeds)
    {
        foreach (var speed in speeds)
        {
            Action drain = () =>
            {
                try
                {
                    mm.Drain(speed > 1 ? GupFlags.Pin : GupFlags.None);
                }
                catch (InvalidOperationException)
                {
                }
            };
            drain();
        }
    }
}
