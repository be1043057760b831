namespace Acquit.Memory;

/// <summary>Makes calls of the memory API fail, or succeed in part, so that a driver's error paths run.</summary>
/// <remarks>
/// Members are named with <c>nameof</c>. A call that is made to fail acquires nothing and returns what its kernel function
/// returns on failure: null, false, a negative errno. Safe from any thread; calls are counted across all of them.
/// </remarks>
public sealed partial class FaultInjection
{
    private readonly Dictionary<string, List<Plan>> plans = [];
    private readonly object gate = new();
    private int anyCountdown;
    private int planned;

    /// <summary>The next call of the member fails.</summary>
    /// <param name="api">The member.</param>
    /// <param name="errno">The negative errno it returns, if it returns one; 0 for the member's usual one.</param>
    /// <exception cref="ArgumentException">There is no such member, or it returns nothing and so cannot fail.</exception>
    public void FailNext(string api, int errno = 0) => FailNth(api, 1, errno);

    /// <summary>The n-th call of the member from now on fails, once.</summary>
    /// <param name="api">The member.</param>
    /// <param name="nth">1 for the next call.</param>
    /// <param name="errno">The negative errno it returns, if it returns one; 0 for the member's usual one.</param>
    /// <exception cref="ArgumentException">There is no such member, or it returns nothing and so cannot fail.</exception>
    public void FailNth(string api, int nth, int errno = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(errno, 0);
        Add(api, new Plan(nth, errno, -1));
    }

    /// <summary>The next call of a member that returns a count acquires at most so many.</summary>
    /// <param name="api">The member.</param>
    /// <param name="count">At most so many; 0 makes it fail as if the first could not be had.</param>
    /// <exception cref="ArgumentException">There is no such member, or it returns nothing and so cannot fail.</exception>
    public void PartialNext(string api, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Add(api, new Plan(1, 0, count));
    }

    /// <summary>The n-th call that could acquire something fails, whichever it is, once. Counting n up visits every error path.</summary>
    /// <param name="nth">1 for the next call.</param>
    public void FailNthOfAny(int nth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nth, 1);
        lock (gate)
        {
            Volatile.Write(ref planned, planned + (anyCountdown > 0 ? 0 : 1));
            anyCountdown = nth;
        }
    }

    /// <summary>Whether a failure that was asked for has not happened yet.</summary>
    public bool IsPending
    {
        get
        {
            lock (gate)
            {
                return anyCountdown > 0 || plans.Values.Any(list => list.Count > 0);
            }
        }
    }

    /// <summary>Forgets all failures that have not happened.</summary>
    public void Clear()
    {
        lock (gate)
        {
            plans.Clear();
            anyCountdown = 0;
            Volatile.Write(ref planned, chooser is null ? 0 : 1);
        }
    }

    internal bool Fails(string api, out int errno) => Fails(new CallSite(api, "", "", 0), out errno);

    /// <returns>Whether this call, which acquires one thing or nothing, is to fail.</returns>
    internal bool Fails(in CallSite site, out int errno)
    {
        errno = 0;
        return Volatile.Read(ref planned) != 0 && Decide(site, 1, out errno, out int limit) && limit < 0;
    }

    internal bool Fails(string api, out int errno, out int limit) =>
        Fails(new CallSite(api, "", "", 0), int.MaxValue, out errno, out limit);

    /// <returns>Whether something was planned for a call that acquires up to so many: a failure, or, if the limit is not negative, a partial success.</returns>
    internal bool Fails(in CallSite site, int count, out int errno, out int limit)
    {
        errno = 0;
        limit = -1;
        return Volatile.Read(ref planned) != 0 && Decide(site, count, out errno, out limit);
    }

    private bool Decide(in CallSite site, int count, out int errno, out int limit)
    {
        errno = 0;
        limit = -1;
        lock (gate)
        {
            if (anyCountdown > 0 && --anyCountdown == 0)
            {
                Volatile.Write(ref planned, planned - 1);
                return true;
            }

            if (NextPlan(site.Api) is not { } due)
            {
                return chooser is not null && chooser.Fails(site, count, out limit);
            }

            errno = due.Errno;
            limit = due.Limit;
            return true;
        }
    }

    /// <summary>As <see cref="Fails(string, out int, out int)"/>, of what is no call of the driver's: only by its name, never as any call.</summary>
    internal bool FailsByName(string name, out int errno, out int limit)
    {
        errno = 0;
        limit = -1;
        if (Volatile.Read(ref planned) == 0)
        {
            return false;
        }

        lock (gate)
        {
            if (NextPlan(name) is not { } due)
            {
                return false;
            }

            errno = due.Errno;
            limit = due.Limit;
            return true;
        }
    }

    private Plan? NextPlan(string name)
    {
        if (!plans.TryGetValue(name, out List<Plan>? list))
        {
            return null;
        }

        Plan? due = null;
        foreach (Plan plan in list)
        {
            if (--plan.Countdown == 0)
            {
                due ??= plan;
            }
        }

        Volatile.Write(ref planned, planned - list.RemoveAll(plan => plan.Countdown <= 0));
        return due;
    }

    private void Add(string api, Plan plan)
    {
        InjectableNames.Check(api);
        lock (gate)
        {
            if (!plans.TryGetValue(api, out List<Plan>? list))
            {
                plans[api] = list = [];
            }

            list.Add(plan);
            Volatile.Write(ref planned, planned + 1);
        }
    }

    private sealed class Plan(int countdown, int errno, int limit)
    {
        public int Countdown { get; set; } = countdown;

        public int Errno { get; } = errno;

        public int Limit { get; } = limit;
    }
}
