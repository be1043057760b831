using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading.Channels;
using Cases.Api;

namespace Cases;

// Somebody takes it over, or says that he did not.
internal sealed class HandedOverOnSuccess
{
    private readonly Queue<Skb> _queue = new();
    private readonly BlockingCollection<Skb> _blocking = new();
    private readonly Channel<Skb> _channel = Channel.CreateUnbounded<Skb>();
    private Skb _only;

    public static void RefusedByUnknownCode(IRefuser refuser)
    {
        Skb skb = Net.AllocSkb(64);
        if (skb == null)
            return;

        if (!refuser.TryTake(skb))
            Net.KfreeSkb(skb);
    }

    public void RefusedByTheChannel()
    {
        Skb skb = Net.AllocSkb(64);
        if (!_channel.Writer.TryWrite(skb))
            Net.KfreeSkb(skb);
    }

    public void RefusedByOwnCode()
    {
        Skb skb = Net.AllocSkb(64);
        if (!TryQueue(skb))
            Net.KfreeSkb(skb);
    }

    public void ForgottenWhenRefusedByOwnCode()
    {
        Skb skb = Net.AllocSkb(64); // ACQ101
        if (!TryQueue(skb))
            Hw.Log("full");
    }

    public void FreedThoughOwnCodeTookIt()
    {
        Skb skb = Net.AllocSkb(64);
        if (skb == null)
            return;

        if (TryQueue(skb))
            return;

        Net.KfreeSkb(skb);
    }

    public int EatenByAContract()
    {
        Skb skb = Net.AllocSkb(64);
        if (skb == null)
            return -1;

        bool eaten = Net.TryQueue(skb);
        if (!eaten)
            Net.KfreeSkb(skb);
        return 0;
    }

    public int EatenOrForgotten(bool last)
    {
        Skb skb = Net.AllocSkb(64); // ACQ101
        if (skb == null)
            return -1;

        bool eaten = Net.TryQueue(skb);
        if (last)
            return 0;

        if (!eaten)
            Net.KfreeSkb(skb);
        return 0;
    }

    public void EatenByAWrapper(bool fragment, bool last)
    {
        Skb skb = Net.AllocSkb(64); // ACQ101
        if (skb == null)
            return;

        bool eaten = Queue(skb, fragment);
        if (!eaten && last)
            Net.KfreeSkb(skb);
    }

    public void EatenByAWrapperOrFreed(bool fragment)
    {
        Skb skb = Net.AllocSkb(64);
        if (skb == null)
            return;

        bool eaten = Queue(skb, fragment);
        if (!eaten)
            Net.KfreeSkb(skb);
    }

    public void EatenAndFreed(bool fragment)
    {
        Skb skb = Net.AllocSkb(64);
        if (skb == null)
            return;

        bool eaten = Queue(skb, fragment);
        if (eaten)
            Net.KfreeSkb(skb); // ACQ104
        else
            Net.KfreeSkb(skb);
    }

    public int CoalescedByAFlagPassedOut(Skb to)
    {
        Skb skb = Net.AllocSkb(64);
        if (skb == null)
            return -1;

        if (!TryCoalesce(to, skb, out bool stolen))
        {
            Net.KfreeSkb(skb);
            return 1;
        }

        if (!stolen)
            Net.KfreeSkb(skb);
        return 0;
    }

    public int NegativeMeansStillOurs()
    {
        Skb skb = Net.AllocSkb(64);
        if (skb == null)
            return -1;

        int err = Post(skb);
        if (err != 0)
            Net.KfreeSkb(skb);
        return err;
    }

    public int NegativeMeansStillOursForgotten()
    {
        Skb skb = Net.AllocSkb(64); // ACQ101
        if (skb == null)
            return -1;

        int err = Post(skb);
        if (err == 0)
            Hw.Kick();
        return err;
    }

    public void AddedToABoundedCollection()
    {
        Skb skb = Net.AllocSkb(64);
        if (!_blocking.TryAdd(skb))
            Net.KfreeSkb(skb);
    }

    private bool TryQueue(Skb skb)
    {
        if (skb == null || _queue.Count > 16)
            return false;

        _queue.Enqueue(skb);
        return true;
    }

    private static bool Queue(Skb skb, bool fragment)
    {
        if (fragment)
            return Net.TryQueue(skb);

        Net.Xmit(skb);
        return true;
    }

    private bool TryCoalesce(Skb to, Skb from, out bool stolen)
    {
        stolen = false;
        if (to.Length + from.Length > 1500)
            return false;

        to.Length += from.Length;
        if (_only == null)
        {
            _only = from;
            stolen = true;
        }

        return true;
    }

    private static int Post(Skb skb)
    {
        int err = Net.PostToRing(skb);
        if (err != 0)
            Hw.Log("refused");
        return err;
    }
}

public interface IRefuser
{
    bool TryTake(Skb skb);
}
