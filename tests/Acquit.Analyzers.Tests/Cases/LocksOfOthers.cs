using Acquit;
using Cases.Api;

namespace Cases
{
    // What is held is the lock of something else, or another form of it.
    public static class LargeLock
    {
        [Acquires("large-write", Implies = "large-read", ReleasedBy = nameof(EndWrite))]
        public static extern void BeginWrite();

        [Releases("large-write")]
        public static extern void EndWrite();

        [Acquires("large-read", ReleasedBy = nameof(EndRead))]
        public static extern void BeginRead();

        [Releases("large-read")]
        public static extern void EndRead();

        [RequiresHeld("large-read")]
        public static extern void Look();

        [RequiresHeld("large-write")]
        public static extern void Change();
    }

    public sealed class TwoSpaces
    {
        public readonly Space Source = new Space();

        public readonly Space Target = new Space();

        public Space First = new Space();

        public Space Second = new Space();
    }

    public static class LocksOfOthers
    {
        // Reports.

        public static void OfAnotherParameter(Space one, Space other)
        {
            other.ReadLock();
            one.Find(1); // ACQ301
            other.ReadUnlock();
        }

        public static void OfANewOne(Space one)
        {
            Space other = new Space();
            other.ReadLock();
            one.Find(1); // ACQ301
            other.ReadUnlock();
        }

        public static void OfTheWhole(Space one)
        {
            one.ReadLock();
            one.Parent.Find(1); // ACQ301
            one.ReadUnlock();
        }

        public static void OfThePart(Space one)
        {
            one.Parent.ReadLock();
            one.Find(1); // ACQ301
            one.Parent.ReadUnlock();
        }

        public static void OfThePartOfAnother(Space one, Space other)
        {
            other.Parent.ReadLock();
            one.Parent.Find(1); // ACQ301
            other.Parent.ReadUnlock();
        }

        public static void OfTheOtherOfTwo(TwoSpaces both)
        {
            both.Source.ReadLock();
            both.Target.Find(1); // ACQ301
            both.Source.ReadUnlock();
        }

        public static void AgainInALaterCall(Space one, int depth)
        {
            one.Find(1); // ACQ301
            if (depth > 0)
                AgainInALaterCall(one, depth - 1);
        }

        public static void OfTheWeakerForm()
        {
            LargeLock.BeginRead();
            LargeLock.Change(); // ACQ301
            LargeLock.EndRead();
        }

        public static void OfTheStrongerFormTooLate()
        {
            LargeLock.BeginWrite();
            LargeLock.EndWrite();
            LargeLock.Look(); // ACQ301 "given back"
        }

        // Silent.

        public static void OfTheStrongerForm()
        {
            LargeLock.BeginWrite();
            LargeLock.Look();
            LargeLock.Change();
            LargeLock.EndWrite();
        }

        // The two may be one.
        public static void OfOneThatIsPutElsewhere(TwoSpaces both)
        {
            both.First.ReadLock();
            both.Second.Find(1);
            both.First.ReadUnlock();
        }

        public static void OfOneThatStandsElsewhereToo(TwoSpaces some, TwoSpaces others)
        {
            some.Source.ReadLock();
            others.Target.Find(1);
            some.Source.ReadUnlock();
        }

        public static void OfTheOneThatWasMadeOfIt(Space one, bool isSame)
        {
            Space other = isSame ? one : new Space();
            other.ReadLock();
            one.Find(1);
            other.ReadUnlock();
        }

        public static void HeldByTheCaller(Space one)
        {
            one.ReadLock();
            one.Looked();
            one.ReadUnlock();
        }

        public static int Looked(this Space one) => one.Find(1);
    }
}
