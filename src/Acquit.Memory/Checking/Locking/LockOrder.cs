using System.Collections.Concurrent;

namespace Acquit.Memory;

/// <summary>The order in which locks of one kernel were taken, by class, and what contradicts it (lockdep).</summary>
/// <remarks>
/// A lock that is taken for reading orders like one taken for writing: a writer that waits between two readers holds up the
/// second. What is taken without waiting contradicts nothing, but what is taken inside it does.
/// </remarks>
internal sealed class LockOrder(KernelMemory kernel)
{
    private readonly ConcurrentDictionary<(string Name, string File, int Line), LockClass> classes = [];
    private readonly ConcurrentDictionary<(LockKey Outer, LockKey Inner), LockOrderStep> steps = [];
    private readonly Dictionary<LockKey, List<LockKey>> after = [];
    private readonly HashSet<(LockKey Outer, LockKey Inner)> reported = [];

    /// <summary>The class of the locks that one place makes under one name; none when checking is off.</summary>
    public LockClass? ClassOf(string name, string file = "", int line = 0) =>
        kernel.IsChecking ? classes.GetOrAdd((name, file, line), static key => new LockClass(key.Name)) : null;

    /// <summary>Asks before a lock is waited for, so that a contradiction is told instead of hanging in it.</summary>
    public void BeforeWaiting(KernelThread thread, LockKey key, in CallSite site)
    {
        if (!kernel.IsChecking || key.Class is null)
        {
            return;
        }

        for (int i = thread.Locks.Count - 1; i >= 0; i--)
        {
            HeldLock held = thread.Locks[i];
            if (held.Kernel != kernel || held.Key.Class is null)
            {
                continue;
            }

            if (held.Key == key)
            {
                ReportNested(held, key, site);
                continue;
            }

            if (!steps.ContainsKey((held.Key, key)))
            {
                Learn(held, key, site);
            }

            // What is held further out stands in order with this one already, unless this one was taken without waiting.
            if (!held.ByTrying)
            {
                return;
            }
        }
    }

    private void ReportNested(in HeldLock held, LockKey key, in CallSite site)
    {
        lock (after)
        {
            if (!reported.Add((key, key)))
            {
                return;
            }
        }

        kernel.Warn(
            $"{site.Api} takes a lock of class {key} while this thread holds another of that class, taken by {held.Site}; unless "
            + $"something orders them, two threads wait for each other; if something does, use the nested form [{site}]", site);
    }

    private void Learn(in HeldLock held, LockKey key, in CallSite site)
    {
        LockOrderStep now = new(held.Key.ToString(), held.Site, key.ToString(), site)
        {
            Stack = kernel.Options.RecordStacks ? RecordedStack.Take() : null,
        };
        List<LockOrderStep>? contradiction;
        lock (after)
        {
            contradiction = FindPath(key, held.Key);
            if (contradiction is null)
            {
                if (steps.TryAdd((held.Key, key), now))
                {
                    After(held.Key).Add(key);
                }

                return;
            }

            if (!reported.Add((held.Key, key)))
            {
                return;
            }
        }

        kernel.Warn(new LockOrderWarning(
            $"Locks are taken in contradicting orders: now {now}; before, {string.Join("; ", contradiction)}; two threads that do both "
            + $"wait for each other for ever [{site}]",
            now, contradiction));
    }

    private List<LockKey> After(LockKey key)
    {
        if (!after.TryGetValue(key, out List<LockKey>? list))
        {
            after[key] = list = [];
        }

        return list;
    }

    /// <summary>The shortest chain of orders that leads from one class to another.</summary>
    private List<LockOrderStep>? FindPath(LockKey from, LockKey to)
    {
        Dictionary<LockKey, LockKey> cameFrom = new() { [from] = from };
        Queue<LockKey> queue = new([from]);
        while (queue.TryDequeue(out LockKey key))
        {
            if (key == to)
            {
                List<LockOrderStep> path = [];
                for (; key != from; key = cameFrom[key])
                {
                    path.Insert(0, steps[(cameFrom[key], key)]);
                }

                return path;
            }

            foreach (LockKey next in after.TryGetValue(key, out List<LockKey>? list) ? list : [])
            {
                if (cameFrom.TryAdd(next, key))
                {
                    queue.Enqueue(next);
                }
            }
        }

        return null;
    }
}
