using System;
using System.Collections.Generic;
using Acquit;

namespace Cases
{
    // What was given up in one round of a loop is another thing than what the next round finds by the same name.
    public sealed class Bolt
    {
        [Acquires("bolt", ReleasedBy = nameof(Up))]
        public extern void Down();

        [Releases("bolt")]
        public extern void Up();

        public extern static void Needs([RequiresHeld("bolt"), Borrows] Bolt held);
    }

    public sealed class BoltedDoor
    {
        public BoltedDoor? Next;

        public readonly Bolt Bolt = new Bolt();

        public bool IsOpen;
    }

    public static class BoltsInRounds
    {
        public static void SomeOfAnArray(Bolt[] all)
        {
            for (int i = 0; i < all.Length; i++)
            {
                if (all[i] == null)
                    continue;

                Bolt.Needs(all[i]);
                all[i].Up();
            }
        }

        public static void PartsOfElements(BoltedDoor[] all)
        {
            for (int i = 0; i < all.Length; i++)
            {
                if (all[i].IsOpen)
                    continue;

                Bolt.Needs(all[i].Bolt);
                all[i].Bolt.Up();
            }
        }

        public static void SomeInAForEach(Bolt[] all)
        {
            foreach (var each in all)
            {
                if (each == null)
                    continue;

                Bolt.Needs(each);
                each.Up();
            }
        }

        public static void OneAfterTheOther(Bolt[] all)
        {
            int i = 0;
            while (i < all.Length)
            {
                var next = all[i++];
                if (next == null)
                    continue;

                Bolt.Needs(next);
                next.Up();
            }
        }

        public static void OutOfAQueue(Queue<Bolt> waiting)
        {
            while (waiting.Count > 0)
            {
                var next = waiting.Dequeue();
                Bolt.Needs(next);
                next.Up();
            }
        }

        public static void OutOfATable(Dictionary<string, Bolt> table)
        {
            foreach (var pair in table)
            {
                Bolt.Needs(pair.Value);
                pair.Value.Up();
            }
        }

        public static void WhicheverIsAskedFor(Bolt[] all, Func<int> next)
        {
            int which;
            while ((which = next()) >= 0)
            {
                Bolt.Needs(all[which]);
                all[which].Up();
            }
        }

        public static void OutOfAQueueTooLate(Queue<Bolt> waiting)
        {
            while (waiting.Count > 0)
            {
                var next = waiting.Dequeue();
                next.Up();
                Bolt.Needs(next); // ACQ301
                next.Down();
            }
        }

        public static void NeededTooLate(Bolt[] all)
        {
            for (int i = 0; i < all.Length; i++)
            {
                if (all[i] == null)
                    continue;

                all[i].Up();
                Bolt.Needs(all[i]); // ACQ301
                all[i].Down();
            }
        }

        public static void NeededOfAPartTooLate(BoltedDoor[] all)
        {
            for (int i = 0; i < all.Length; i++)
            {
                if (all[i].IsOpen)
                    continue;

                all[i].Bolt.Up();
                Bolt.Needs(all[i].Bolt); // ACQ301
                all[i].Bolt.Down();
            }
        }

        public static void NeededInALaterRoundOfTheSame(Bolt one, int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (i == 3)
                    Bolt.Needs(one); // ACQ301
                else
                    one.Up();
            }
        }
    }
}
