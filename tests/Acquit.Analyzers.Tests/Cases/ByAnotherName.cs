using System;
using System.Threading;
using Cases.Api;

namespace Cases;

// Variables and fields that are set by another name for them, or asked by a function of the body's own.
internal sealed class ByAnotherName
{
    private readonly object _gate = new();
    private bool _has;

    // Reports.

    public void LeftWhereItHoldsIt()
    {
        ref bool has = ref _has;
        has = Monitor.TryEnter(_gate); // ACQ101
        if (_has && Hw.Ready())
            Monitor.Exit(_gate);
    }

    public static void ReleasedThoughItFailed(object gate)
    {
        bool taken = false;
        ref bool other = ref taken;
        other = Monitor.TryEnter(gate);
        if (!taken)
            Monitor.Exit(gate); // ACQ106
    }

    public static void AskedAndLeft(object gate)
    {
        bool has = Monitor.TryEnter(gate); // ACQ101
        Func<bool> failed = () => !has;
        if (failed() || Hw.Ready())
            return;
        Monitor.Exit(gate);
    }

    // Silent.

    public void OfAField()
    {
        ref bool has = ref _has;
        has = Monitor.TryEnter(_gate);
        try
        {
            Hw.Kick();
        }
        finally
        {
            if (_has)
                Monitor.Exit(_gate);
        }
    }

    public static void OfAVariable(object gate)
    {
        bool taken = false;
        ref bool has = ref taken;
        has = Monitor.TryEnter(gate);
        if (taken)
            Monitor.Exit(gate);
    }

    public static void AskedByTheOtherName(object gate)
    {
        bool taken = false;
        ref bool has = ref taken;
        ref bool again = ref has;
        Monitor.TryEnter(gate, ref again);
        if (has)
            Monitor.Exit(gate);
    }

    public static void OfAnElement(object gate, bool[] told)
    {
        ref bool has = ref told[0];
        has = Monitor.TryEnter(gate);
        if (told[0])
            Monitor.Exit(gate);
    }

    public static void ThatComesToNameAnother(object gate, bool which)
    {
        bool one = false;
        bool two = false;
        ref bool has = ref one;
        if (which)
            has = ref two;
        has = Monitor.TryEnter(gate);
        if (one || two)
            Monitor.Exit(gate);
    }

    public static void AskedByALambda(object gate)
    {
        bool has = Monitor.TryEnter(gate);
        Func<bool> held = () => has;
        Hw.Kick();
        if (held())
            Monitor.Exit(gate);
    }

    public static void AskedByALocalFunction(object gate)
    {
        bool has = Monitor.TryEnter(gate);
        bool IsHeld() => has;
        Hw.Kick();
        if (IsHeld())
            Monitor.Exit(gate);
    }

    public static void AskedWhetherItIsThere()
    {
        Page page = Hw.Ready() ? Mm.NewPage() : null;
        Func<bool> isThere = () => page != null;
        if (isThere())
            Mm.FreePage(page);
    }

    public static void AskedByALambdaThatAsksMore(object gate)
    {
        bool has = Monitor.TryEnter(gate);
        Func<bool> held = () =>
        {
            Hw.Kick();
            return has;
        };
        if (held())
            Monitor.Exit(gate);
    }
}
