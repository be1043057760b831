using System;
using System.Threading;

namespace Cases;

// Two names that have been found to be of one object: its members are the same by either name.
internal sealed class MembersOfTheSame
{
    private readonly object _gate = new();
    private readonly int _rank;
    private MembersOfTheSame? _next;

    private MembersOfTheSame(int rank) => _rank = rank;

    public static void GivenUpByTheOtherName(MembersOfTheSame one, MembersOfTheSame other)
    {
        Monitor.Enter(one._gate);
        if (one == other)
            Monitor.Exit(other._gate);
        else
            Monitor.Exit(one._gate);
    }

    public static void AskedAsReferences(MembersOfTheSame one, MembersOfTheSame other)
    {
        Monitor.Enter(one._gate);
        if (ReferenceEquals(one, other))
        {
            Monitor.Exit(other._gate);
            return;
        }

        Monitor.Exit(one._gate);
    }

    public static void OfTheNext(MembersOfTheSame one, MembersOfTheSame other)
    {
        Monitor.Enter(one._next!._gate);
        if (one == other)
            Monitor.Exit(other._next!._gate);
        else
            Monitor.Exit(one._next._gate);
    }

    public static void GivenUpIfTheyDiffer(MembersOfTheSame one, MembersOfTheSame other)
    {
        Monitor.Enter(one._gate); // ACQ101
        if (one != other)
            Monitor.Exit(other._gate);
        else
            Monitor.Exit(one._gate);
    }

    public static void GivenUpTwice(MembersOfTheSame one, MembersOfTheSame other)
    {
        Monitor.Enter(one._gate);
        Monitor.Exit(one._gate);
        Monitor.Enter(other._gate);
        Console.Write(one._rank);
        Monitor.Exit(other._gate);
    }

    public static void BothIfTheyDiffer(MembersOfTheSame one, MembersOfTheSame other)
    {
        var (first, second) = one._rank < other._rank ? (one, other) : (other, one);
        Monitor.Enter(first._gate);
        if (first != second)
            Monitor.Enter(second._gate);
        Console.Write(first._rank);
        if (first != second)
            Monitor.Exit(second._gate);
        Monitor.Exit(first._gate);
    }

    public void Follow(MembersOfTheSame next) => _next = next;

    public static MembersOfTheSame Make(int rank) => new(rank);
}
