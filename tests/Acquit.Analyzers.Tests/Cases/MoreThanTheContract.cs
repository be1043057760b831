using System;
using System.Buffers;
using Acquit;

namespace Cases;

// A contract on an interface, or on a base member, says what all that implement it do. A body may do more, and what it does counts as well.
internal static class MoreThanTheContract
{
    public interface IScope
    {
        [Releases("cases-scope")]
        void Leave();

        [Acquires("cases-scope", ReleasedBy = nameof(Leave))]
        void Enter();
    }

    public interface IKeeper
    {
        void Give([Releases("cases-ticket")] Ticket ticket);
    }

    public abstract class Session
    {
        [Releases("cases-session", IfHeld = true)]
        public abstract void End();
    }

    public sealed class Ticket
    {
        public readonly byte[] Text = ArrayPool<byte>.Shared.Rent(20);
    }

    public static class Tickets
    {
        [return: Acquires("cases-ticket", ReleasedBy = nameof(IKeeper.Give))]
        public static extern Ticket Take();
    }

    // The array is there as long as the object is; the scope is entered and left.
    public sealed class Buffered : IScope
    {
        private readonly byte[] _buffer;

        public Buffered(int length) => _buffer = ArrayPool<byte>.Shared.Rent(length);

        public int Length => _buffer.Length;

        public void Enter()
        {
        }

        public void Leave() => ArrayPool<byte>.Shared.Return(_buffer);
    }

    // Leaves the array alone.
    public sealed class Kept : IScope
    {
        private readonly byte[] _buffer;

        public Kept(int length) => _buffer = ArrayPool<byte>.Shared.Rent(length);

        public void Enter()
        {
        }

        public void Leave()
        {
        }

        public void Drop() => ArrayPool<byte>.Shared.Return(_buffer);
    }

    public sealed class RentingSession : Session
    {
        private readonly byte[] _buffer;

        public RentingSession(int length) => _buffer = ArrayPool<byte>.Shared.Rent(length);

        public override void End() => ArrayPool<byte>.Shared.Return(_buffer);
    }

    public sealed class Keeper : IKeeper
    {
        public void Give(Ticket ticket) => ArrayPool<byte>.Shared.Return(ticket.Text);
    }

    public static void BothReleased(int length)
    {
        var buffered = new Buffered(length);
        buffered.Enter();
        buffered.Leave();
    }

    public static void BothReleasedThroughTheInterface(int length)
    {
        IScope buffered = new Buffered(length);
        buffered.Enter();
        buffered.Leave();
    }

    public static int BothForgottenWhenLong(int length)
    {
        var buffered = new Buffered(length); // ACQ101
        buffered.Enter(); // ACQ101
        if (length > 100)
            return buffered.Length;
        buffered.Leave();
        return 0;
    }

    public static void ArrayNotReleasedWithTheScope(int length)
    {
        var kept = new Kept(length); // ACQ101
        kept.Enter();
        kept.Leave();
    }

    public static void ArrayReleasedBeforeTheScope(int length)
    {
        var kept = new Kept(length);
        kept.Enter();
        kept.Drop();
        kept.Leave();
    }

    public static void EnteredTwiceAndLeftTwice(Buffered buffered)
    {
        buffered.Enter();
        buffered.Leave();
        buffered.Enter();
        buffered.Leave();
    }

    public static void EndedByAnOverride(int length)
    {
        var session = new RentingSession(length);
        session.End();
    }

    public static void EndedThroughTheBase(int length)
    {
        Session session = new RentingSession(length);
        session.End();
    }

    public static void EndedThroughTheBaseOfEither(int length, bool other)
    {
        Session session = other ? new RentingSession(length) : new RentingSession(length + 1);
        session.End();
    }

    public static void NotEndedWhenLong(int length)
    {
        var session = new RentingSession(length); // ACQ101
        if (length > 100)
            return;
        session.End();
    }

    public static void TicketGivenWithItsText(Keeper keeper)
    {
        var ticket = Tickets.Take();
        keeper.Give(ticket);
    }

    public static void NewTicketWithItsText(Keeper keeper)
    {
        var ticket = new Ticket();
        keeper.Give(ticket);
    }

    public static void TicketNotGivenWhenLong(Keeper keeper, int length)
    {
        var ticket = Tickets.Take(); // ACQ101
        if (length > 100)
            return;
        keeper.Give(ticket);
    }
}
