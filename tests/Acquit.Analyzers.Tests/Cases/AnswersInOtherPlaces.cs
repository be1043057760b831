using System;
using System.Collections.Generic;
using System.Threading;
using Cases.Api;

namespace Cases;

// Whether something is held is remembered elsewhere than in a plain variable.
internal sealed class AnswersInOtherPlaces
{
    private static bool s_has;
    private readonly object _gate = new();
    private bool _has;
    private int _state;

    private bool Has => _has;

    private bool HasToo { get; set; }

    // Reports.

    public void LeftThoughTheFlagIsAsItWas()
    {
        Monitor.Enter(_gate); // ACQ101
        _has = true;
        Hw.Kick();
        if (Hw.Ready())
            return;
        if (_has)
            Monitor.Exit(_gate);
    }

    public void LeftWhereItHoldsIt()
    {
        _has = Monitor.TryEnter(_gate); // ACQ101
        Hw.Kick();
        if (_has && Hw.Ready())
            Monitor.Exit(_gate);
    }

    public void AskedTheWrongWayRound()
    {
        _has = Monitor.TryEnter(_gate);
        if (!Has)
            Monitor.Exit(_gate); // ACQ106
    }

    public void ToldToStop()
    {
        _has = false;
        Monitor.Enter(_gate); // ACQ101
        Hw.Kick();
        if (_has)
            return;
        Monitor.Exit(_gate);
    }

    public static void OfFlagsTheOther()
    {
        Held held = Held.None;
        Page page = Mm.AllocPage(); // ACQ101
        if (page != null)
            held |= Held.Gate;
        Hw.Kick();
        if (held.HasFlag(Held.Other))
            Mm.FreePage(page);
    }

    public static void InANullableAskedWrongly(object gate)
    {
        bool? has = Monitor.TryEnter(gate);
        if (has == false)
            Monitor.Exit(gate); // ACQ106
    }

    public static void InARecordAndLeft(object gate)
    {
        var told = new Told(Monitor.TryEnter(gate), null); // ACQ101
        if (told is { Has: true } && Hw.Ready())
            Monitor.Exit(gate);
    }

    // Silent.

    public void InAField()
    {
        _has = Monitor.TryEnter(_gate);
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

    public void InAFieldByReference()
    {
        Monitor.TryEnter(_gate, ref _has);
        Hw.Kick();
        if (_has)
            Monitor.Exit(_gate);
    }

    public void InAFieldAskedBetween()
    {
        _has = Monitor.TryEnter(_gate);
        if (_has)
            Hw.Program(1);
        Hw.Kick();
        if (_has)
            Monitor.Exit(_gate);
    }

    public void InAStaticField()
    {
        s_has = Monitor.TryEnter(_gate);
        Hw.Kick();
        if (s_has)
            Monitor.Exit(_gate);
    }

    public void SetWhenItIsHeld()
    {
        Monitor.Enter(_gate);
        _has = true;
        Hw.Kick();
        if (_has)
            Monitor.Exit(_gate);
    }

    public void SetWhenItIsHeldAndOwnCodeRuns()
    {
        Monitor.Enter(_gate);
        _state = 2;
        try
        {
            Work();
        }
        finally
        {
            if (_state == 2)
            {
                _state = 0;
                Monitor.Exit(_gate);
            }
        }
    }

    public void CountedWhenItIsHeld()
    {
        Monitor.Enter(_gate);
        _state = 2;
        Hw.Kick();
        if (_state == 2)
            Monitor.Exit(_gate);
    }

    public void SetWhereItIsHeld()
    {
        _has = false;
        if (Hw.Ready())
        {
            Monitor.Enter(_gate);
            _has = true;
        }

        Hw.Kick();
        if (_has)
            Monitor.Exit(_gate);
    }

    public void ByAProperty()
    {
        _has = Monitor.TryEnter(_gate);
        if (Has)
            Monitor.Exit(_gate);
    }

    public void ByAMethod()
    {
        _has = Monitor.TryEnter(_gate);
        if (IsHeld())
            Monitor.Exit(_gate);
    }

    public void InAProperty()
    {
        HasToo = Monitor.TryEnter(_gate);
        Hw.Kick();
        if (HasToo)
            Monitor.Exit(_gate);
    }

    public static void InAnObject(State state, object gate)
    {
        state.Has = Monitor.TryEnter(gate);
        Hw.Kick();
        if (state.Has)
            Monitor.Exit(gate);
    }

    public static void InANamelessObject(object gate)
    {
        var told = new { Has = Monitor.TryEnter(gate) };
        Hw.Kick();
        if (told.Has)
            Monitor.Exit(gate);
    }

    public static void InARecord(object gate)
    {
        var told = new Told(Monitor.TryEnter(gate), null);
        Hw.Kick();
        if (told.Has)
            Monitor.Exit(gate);
    }

    public static void InARecordByPattern(object gate)
    {
        var told = new Told(Monitor.TryEnter(gate), null);
        if (told is { Has: true })
            Monitor.Exit(gate);
    }

    public static void InAList(object gate)
    {
        var told = new List<bool>();
        told.Add(Monitor.TryEnter(gate));
        if (told[0])
            Monitor.Exit(gate);
    }

    public static void InATable(object gate)
    {
        var told = new bool[2, 2];
        told[0, 1] = Monitor.TryEnter(gate);
        if (told[0, 1])
            Monitor.Exit(gate);
    }

    public static void InANullable(object gate)
    {
        bool? has = null;
        if (Hw.Ready())
            has = Monitor.TryEnter(gate);
        if (has == true)
            Monitor.Exit(gate);
    }

    public static void InANullableNumber(object gate)
    {
        int? has = Monitor.TryEnter(gate) ? 1 : 0;
        if (has != 1)
            return;
        Monitor.Exit(gate);
    }

    public static void AmongFlags(object gate)
    {
        Held held = Held.None;
        if (Monitor.TryEnter(gate))
            held |= Held.Gate;
        Hw.Kick();
        if ((held & Held.Gate) != 0)
            Monitor.Exit(gate);
    }

    public static void AmongFlagsOfMore(object gate)
    {
        Held held = Held.None;
        if (Monitor.TryEnter(gate))
            held |= Held.Gate;
        if (held.HasFlag(Held.Gate))
            Monitor.Exit(gate);
    }

    private bool IsHeld() => _has;

    private void Work() => Hw.Kick();

    [Flags]
    private enum Held
    {
        None = 0,
        Gate = 1,
        Other = 2,
    }

    public sealed class State
    {
        public bool Has;
    }

    private sealed record Told(bool Has, string Why);
}
