using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Acquit.Memory;

/// <summary>Who holds what. Counts say that something is held; only this says by whom. Off, it costs one test per call.</summary>
internal sealed class Ledger(bool enabled, bool recordStacks)
{
    private readonly ConcurrentDictionary<long, HeldResource> live = new();
    private long sequence;

    public bool Enabled => !ChecksSwitch.CompiledOut && enabled;

    /// <summary>The number of the latest acquire.</summary>
    public long Sequence => Volatile.Read(ref sequence);

    // Small enough to become part of whoever calls it: when checking is off, the test is all that is left.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(ITracked resource, string kind, in CallSite site, int count = 1)
    {
        if (Enabled)
        {
            Record(resource, kind, site, count);
        }
    }

    private void Record(ITracked resource, string kind, in CallSite site, int count)
    {
        ResourceHistory history = resource.History;
        StackTrace? stack = recordStacks ? RecordedStack.Take() : null;
        HeldResource held = new(kind, history, site, Interlocked.Increment(ref sequence), count, stack);
        lock (history)
        {
            // Both under the lock: another thread may give back what this one has only half recorded.
            history.Holds.Add(held);
            live[held.Sequence] = held;
        }
    }

    /// <summary>Strikes the latest hold of the first of the kinds that is held.</summary>
    /// <returns>Whether there was one; always true when the ledger is off.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Give(ITracked resource, ReadOnlySpan<string> kinds, in CallSite site) =>
        !Enabled || Give(resource, kinds, site, out _);

    /// <inheritdoc cref="Give(ITracked, ReadOnlySpan{string}, in CallSite)"/>
    public bool Give(ITracked resource, ReadOnlySpan<string> kinds, in CallSite site, out HeldResource? given)
    {
        given = null;
        if (!Enabled)
        {
            return true;
        }

        ResourceHistory history = resource.History;
        lock (history)
        {
            foreach (string kind in kinds)
            {
                for (int i = history.Holds.Count - 1; i >= 0; i--)
                {
                    HeldResource held = history.Holds[i];
                    if (held.Kind == kind)
                    {
                        Strike(history, i, site);
                        given = held;
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>Strikes so many off what is merely counted, the latest first.</summary>
    /// <returns>False, with nothing changed, if there are not so many.</returns>
    public bool TryGiveCount(ITracked resource, string kind, int count, in CallSite site)
    {
        if (!Enabled)
        {
            return true;
        }

        ResourceHistory history = resource.History;
        lock (history)
        {
            if (history.Holds.Sum(held => held.Kind == kind ? (long)held.Count : 0) < count)
            {
                return false;
            }

            for (int i = history.Holds.Count - 1; count > 0; i--)
            {
                HeldResource held = history.Holds[i];
                if (held.Kind != kind)
                {
                    continue;
                }

                int taken = Math.Min(count, held.Count);
                count -= taken;
                held.Count -= taken;
                if (held.Count == 0)
                {
                    Strike(history, i, site);
                }
            }

            return true;
        }
    }

    /// <summary>Undoes <see cref="Give(ITracked, ReadOnlySpan{string}, in CallSite, out HeldResource?)"/>.</summary>
    public void Restore(HeldResource held)
    {
        lock (held.History)
        {
            held.ReleasedAt = null;
            held.History.Holds.Add(held);
            live[held.Sequence] = held;
        }
    }

    /// <summary>Records a release that the resource's count decided, for later messages.</summary>
    public void NoteRelease(ITracked resource, in CallSite site)
    {
        if (Enabled)
        {
            lock (resource.History)
            {
                resource.History.LastRelease = site;
            }
        }
    }

    public IReadOnlyList<HeldResource> HoldsOf(ITracked? resource)
    {
        if (!Enabled || resource is null)
        {
            return [];
        }

        lock (resource.History)
        {
            return [.. resource.History.Holds];
        }
    }

    public IReadOnlyList<HeldResource> Since(long mark) =>
        [.. live.Values.Where(held => held.Sequence > mark).OrderBy(held => held.Sequence)];

    /// <summary>What is known of a resource, as the end of a message about its misuse.</summary>
    public string Describe(ITracked? resource)
    {
        if (!Enabled || resource is null)
        {
            return "";
        }

        ResourceHistory history = resource.History;
        StringBuilder text = new();
        lock (history)
        {
            foreach (HeldResource held in history.Holds)
            {
                text.Append($"; held as {held.Kind}, acquired by {held.AcquiredAt}");
                if (held.Stack is not null)
                {
                    text.Append('\n').Append(held.Stack);
                }
            }

            if (history.Holds.Count == 0)
            {
                text.Append("; nobody holds it");
                if (history.LastReleased is { } acquired)
                {
                    text.Append($"; it was acquired by {acquired}");
                }
            }

            if (history.LastRelease is { } released)
            {
                text.Append($"; last released by {released}");
            }
        }

        return text.ToString();
    }

    private void Strike(ResourceHistory history, int index, in CallSite site)
    {
        HeldResource held = history.Holds[index];
        history.Holds.RemoveAt(index);
        history.LastRelease = site;
        history.LastReleased = held.AcquiredAt;
        held.ReleasedAt = site;
        live.TryRemove(held.Sequence, out _);
    }
}
