using Acquit;

namespace Cases
{
    // What is given up is not held from then on, whoever asks for it: a local function, an explicit implementation, one of many.
    public sealed class TurnstileOfLocals
    {
        [Acquires("gate-of-locals", ReleasedBy = nameof(Up))]
        public extern void Down();

        [Releases("gate-of-locals")]
        public extern void Up();
    }

    public static class GatesOfLocals
    {
        public static void GivenUpBefore(TurnstileOfLocals gate)
        {
            gate.Down();
            Inner(gate);
            gate.Up();

            static void Inner([RequiresHeld("gate-of-locals"), Borrows] TurnstileOfLocals held)
            {
                held.Up();
                WantsItFree(held);
                held.Down();
            }

            static void WantsItFree([RequiresNotHeld("gate-of-locals"), Borrows] TurnstileOfLocals free)
            {
            }
        }

        public static void NotHeldAnyMore(TurnstileOfLocals gate)
        {
            gate.Up();
            Needs(gate); // ACQ301
            gate.Down();

            static void Needs([RequiresHeld("gate-of-locals"), Borrows] TurnstileOfLocals held)
            {
            }
        }
    }

    public interface IGateWork
    {
        void Run(Latch latch);
    }

    public sealed class Latch
    {
        [Acquires("latch-of-explicit", ReleasedBy = nameof(Up))]
        public extern void Down();

        [Releases("latch-of-explicit")]
        public extern void Up();
    }

    public sealed class GateWork : IGateWork
    {
        void IGateWork.Run([RequiresHeld("latch-of-explicit"), Borrows] Latch latch)
        {
            latch.Up();
            WantsItFree(latch);
            latch.Down();

            static void WantsItFree([RequiresNotHeld("latch-of-explicit"), Borrows] Latch free)
            {
            }
        }
    }

    public sealed class Stripe
    {
        [Acquires("stripe", ReleasedBy = nameof(Up))]
        public extern void Down();

        [Releases("stripe")]
        public extern void Up();

        public extern static void Needs([RequiresHeld("stripe"), Borrows] Stripe held);

        public extern static void NeedsItFree([RequiresNotHeld("stripe"), Borrows] Stripe free);
    }

    public sealed class Stripes
    {
        private readonly Stripe[] _all = new Stripe[8];

        public void OneOfThem(int which)
        {
            _all[which].Up();
            Stripe.Needs(_all[which]); // ACQ301
            _all[which].Down();
        }

        public void OneOfAnother(Stripe[] all, int which)
        {
            var one = all[which];
            one.Up();
            Stripe.Needs(one); // ACQ301
            one.Down();
        }

        public void TheSame([RequiresHeld("stripe")] Stripe held, Stripe[] all, int which)
        {
            if (all[which] == held)
            {
                all[which].Up();
                Stripe.NeedsItFree(held);
                held.Down();
            }
        }

        // Their order, and how many there are, is nobody's business: this ends soon.
        public void AllOfThem(Stripe[] all)
        {
            foreach (var each in all)
            {
                each.Up();
            }

            foreach (var each in all)
            {
                each.Down();
            }
        }
    }
}
