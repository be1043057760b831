using System;
using System.Linq;
using Cases.Api;

namespace Cases
{
    // Whether what a helper answers is an error is seen from what it returns: past the lock only an error leads.
    public static class ErrorCodesOfHelpers
    {
        private static int ByASwitch() => Hw.Status() switch
        {
            1 => -Errno.Again,
            2 => throw new InvalidOperationException(),
            _ => 0,
        };

        private static int ByASwitchOrAnything() => Hw.Status() switch
        {
            1 => -Errno.Again,
            _ => Hw.Status(),
        };

        private static int WithTwoSuccesses()
        {
            if (Hw.Status() == 1)
                return 0;
            if (Hw.Status() == 2)
                return -Errno.Again;
            return 0;
        }

        private static int WithAFunctionInside()
        {
            Func<int, int> twice = n =>
            {
                return n + n;
            };
            return twice(Hw.Status()) > 3 ? -Errno.NoMem : 0;
        }

        private static int WhichOfTwo() => Hw.Ready() ? -1 : -2;

        private static int OfSpace(this Space mm) => Hw.Ready() ? 0 : -Errno.Again;

        // Reports.

        public static void PastByASwitch(Space mm)
        {
            if (ByASwitch() < 0)
                goto unlock;
            mm.WriteLock();
        unlock:
            mm.WriteUnlock(); // ACQ106
        }

        public static void PastByOneWithTwoSuccesses(Space mm)
        {
            if (WithTwoSuccesses() != 0)
                goto unlock;
            mm.WriteLock();
        unlock:
            mm.WriteUnlock(); // ACQ106
        }

        public static void PastByOneWithAFunctionInside(Space mm)
        {
            if (WithAFunctionInside() < 0)
                goto unlock;
            mm.WriteLock();
        unlock:
            mm.WriteUnlock(); // ACQ106
        }

        public static void PastByAnExtension(Space mm, Space other)
        {
            if (other.OfSpace() < 0)
                goto unlock;
            mm.WriteLock();
        unlock:
            mm.WriteUnlock(); // ACQ106
        }

        public static void PastByALocalFunction(Space mm)
        {
            if (Prepared() < 0)
                goto unlock;
            mm.WriteLock();
        unlock:
            mm.WriteUnlock(); // ACQ106

            static int Prepared()
            {
                return Hw.Ready() ? 0 : -Errno.Again;
            }
        }

        // Silent.

        public static void PastByASwitchOrAnything(Space mm)
        {
            if (ByASwitchOrAnything() < 0)
                goto unlock;
            mm.WriteLock();
        unlock:
            mm.WriteUnlock();
        }

        // Neither of them is a success, so that neither need be a failure.
        public static void PastByTheFirstOfTwo(Space mm)
        {
            if (WhichOfTwo() == -1)
                goto unlock;
            mm.WriteLock();
        unlock:
            mm.WriteUnlock();
        }
    }

    public class ErrorCodesThatChange
    {
        protected virtual int Prepared() => Hw.Ready() ? 0 : -Errno.Again;

        // Who overrides it may answer whether he has it.
        public void PastByWhatMayBeOverridden(Space mm)
        {
            if (Prepared() < 0)
                goto unlock;
            mm.WriteLock();
        unlock:
            mm.WriteUnlock();
        }
    }
}
