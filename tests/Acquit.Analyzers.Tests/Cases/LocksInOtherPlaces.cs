using System;
using System.Collections.Generic;
using Acquit;

namespace Cases
{
    // Locks found by their index in an array or list, in the place of which others may have been put meanwhile.
    public sealed class Hatch
    {
        [Acquires("hatch", ReleasedBy = nameof(Up))]
        public extern void Down();

        [Releases("hatch")]
        public extern void Up();

        public extern static void Needs([RequiresHeld("hatch"), Borrows] Hatch held);

        public extern static void NeedsItFree([RequiresNotHeld("hatch"), Borrows] Hatch free);
    }

    public sealed class Hatches
    {
        private readonly Hatch[] _own = new Hatch[4];

        private void Turn() => (_own[0], _own[1]) = (_own[1], _own[0]);

        public void TurnedBetween()
        {
            _own[0].Up();
            Turn();
            Hatch.Needs(_own[0]);
            _own[0].Down();
        }

        public void NotTurned()
        {
            _own[0].Up();
            Hatch.Needs(_own[0]); // ACQ301
            _own[0].Down();
        }
    }

    public static class LocksInOtherPlaces
    {
        private static void Rotate(Hatch[] all)
        {
            var first = all[0];
            for (int i = 1; i < all.Length; i++)
                all[i - 1] = all[i];

            all[all.Length - 1] = first;
        }

        private static void TurnAround(Hatch[] all) => Array.Reverse(all);

        private static int CountOf(Hatch[] all) => all.Length;

        public static void RotatedBetween(Hatch[] all, int which)
        {
            all[which].Up();
            Rotate(all);
            Hatch.Needs(all[which]);
            all[which].Down();
        }

        public static void RotatedWhileHeld(Hatch[] all)
        {
            all[0].Down();
            Rotate(all);
            Hatch.NeedsItFree(all[0]);
            Rotate(all);
            all[0].Up();
        }

        public static void TurnedByTheLibrary(Hatch[] all, Hatch[] others)
        {
            all[0].Up();
            Array.Copy(others, all, 3);
            Hatch.Needs(all[0]);
            all[0].Down();
        }

        public static void TurnedByTheLibraryInAHelper(Hatch[] all)
        {
            all[0].Up();
            TurnAround(all);
            Hatch.Needs(all[0]);
            all[0].Down();
        }

        public static void AnotherListByNow(List<Hatch> all, int which)
        {
            all[which].Up();
            all.RemoveAt(0);
            Hatch.Needs(all[which]);
            all[which].Down();
        }

        public static void AnotherPutSomewhere(Hatch[] all, int which, int where, Hatch other)
        {
            all[which].Up();
            all[where] = other;
            Hatch.Needs(all[which]);
            all[which].Down();
        }

        public static void AnotherPutElsewhere(Hatch[] all, Hatch other)
        {
            all[0].Up();
            all[1] = other;
            Hatch.Needs(all[0]); // ACQ301
            all[0].Down();
        }

        public static void OnlyCounted(Hatch[] all, int which)
        {
            all[which].Up();
            if (CountOf(all) > 1)
                Console.WriteLine(all.Length);

            Hatch.Needs(all[which]); // ACQ301
            all[which].Down();
        }

        public static void OnlyCountedWhileHeld(Hatch[] all)
        {
            all[0].Down();
            CountOf(all);
            Hatch.NeedsItFree(all[0]); // ACQ302
            all[0].Up();
        }
    }
}
