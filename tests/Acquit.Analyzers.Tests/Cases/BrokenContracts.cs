// silent: ACQ902
using System;
using System.Collections.Generic;
using Acquit;
using Cases.Api;

namespace Cases;

public class Buf
{
    public int Length;

    public Buf? Next;
}

public static class Bufs
{
    [return: Acquires("buf", When = "return != null", ReleasedBy = nameof(Give))]
    public static extern Buf? Get();

    [return: Acquires("buf", ReleasedBy = nameof(Give))]
    public static extern Buf Make();

    public static extern int Fill([Acquires("buf", Count = "return", When = "return > 0", ReleasedBy = nameof(GiveMany))] Buf[] bufs, int count);

    public static extern int Take([Acquires("buf", When = "return == 0", ReleasedBy = nameof(Give))] out Buf buf);

    public static extern void Give([Releases("buf")] Buf buf);

    public static extern void GiveMany([Releases("buf", Count = "count")] Buf[] bufs, int count);

    public static extern int TryGive([Releases("buf", When = "return == 0")] Buf buf);

    public static extern void Hold([Acquires("buf-lock", ReleasedBy = nameof(LetGo))] Buf buf);

    public static extern bool TryHold([Acquires("buf-lock", When = "return == true", ReleasedBy = nameof(LetGo))] Buf buf);

    public static extern void LetGo([Releases("buf-lock")] Buf buf);

    public static extern int Probe([Borrows] Buf buf);

    [NotIn("irq")]
    public static extern int Ready();
}

// What the contract says is released.
public sealed class SaysReleases
{
    private readonly List<Buf> _kept = new();
    private Buf? _last;

    public static int NotOnError([Releases("buf")] Buf buf)
    {
        var err = Bufs.Ready();
        if (err != 0)
        {
            return err; // ACQ902 "The contract of 'NotOnError' says that it releases the buf on 'buf'; still held when the method returns at line 57 (after 'err != 0')"
        }

        Bufs.Give(buf);
        return 0;
    }

    public static void NotAtAllOnOneBranch([Releases("buf")] Buf buf, bool now)
    {
        if (now)
        {
            Bufs.Give(buf);
        }
    } // ACQ902

    public static int OnlyOnSuccess([Releases("buf", When = "return == 0")] Buf buf)
    {
        var err = Bufs.Ready();
        if (err != 0)
        {
            return err;
        }

        Bufs.Give(buf);
        return 0;
    }

    public static int AlsoOnFailure([Releases("buf", When = "return == 0")] Buf buf)
    {
        var err = Bufs.Ready();
        Bufs.Give(buf); // ACQ902
        return err != 0 ? -1 : 0;
    }

    public static int NotOnItsSuccess([Releases("buf", When = "return == 0")] Buf buf)
    {
        if (Bufs.Ready() == 1)
        {
            return 0; // ACQ902
        }

        Bufs.Give(buf);
        return 0;
    }

    public static void NullNeedsNone([Releases("buf", When = "buf != null")] Buf? buf)
    {
        if (buf is null)
        {
            return;
        }

        Bufs.Give(buf);
    }

    public static void NullNeedsNoneEvenIfNotSaid([Releases("buf")] Buf? buf)
    {
        if (buf == null)
            return;

        Bufs.Give(buf);
    }

    public static void AllOfThem([Releases("buf", Count = "count")] Buf[] bufs, int count)
    {
        for (var i = 0; i < count; i++) // ACQ403
        {
            Bufs.Give(bufs[i]);
        }
    }

    public static void AllOfThemAtOnce([Releases("buf", Count = "count")] Buf[] bufs, int count)
    {
        if (count > 0)
        {
            Bufs.GiveMany(bufs, count);
        }
    }

    public static int NoneOfThemOnError([Releases("buf", Count = "count")] Buf[] bufs, int count)
    {
        var err = Bufs.Ready();
        if (err < 0)
        {
            return err; // ACQ902
        }

        Bufs.GiveMany(bufs, count);
        return 0;
    }

    public static int TriedAndToldSo([Releases("buf", When = "return == 0")] Buf buf) => Bufs.TryGive(buf);

    public static void TriedUntilDone([Releases("buf")] Buf buf)
    {
        while (Bufs.TryGive(buf) != 0)
        {
        }
    }

    public static void TriedOnce([Releases("buf")] Buf buf)
    {
        if (Bufs.TryGive(buf) != 0)
        {
            return; // ACQ902
        }
    }

    public static void Counted([Releases("buf")] Buf buf)
    {
        if (--buf.Length > 0)
        {
            return;
        }

        Bufs.Give(buf);
    }

    public static void OneOrTheOther([Releases("buf")] Buf buf, bool next)
    {
        if (next)
        {
            Bufs.Give(buf.Next!);
            return;
        }

        Bufs.Give(buf);
    }

    public void TakenOver([Consumes("buf")] Buf buf)
    {
        if (_last is null)
        {
            _last = buf;
            return;
        }

        Bufs.Give(buf);
    }

    public bool TakenOverOrNot([Consumes("buf", When = "return == true")] Buf buf)
    {
        if (_kept.Count > 10)
        {
            return false;
        }

        _kept.Add(buf);
        return true;
    }

    public bool NotTakenOver([Consumes("buf")] Buf buf)
    {
        if (Bufs.Ready() < _kept.Count)
        {
            return false; // ACQ902
        }

        _kept.Add(buf);
        return true;
    }

    public static int AfterACaughtException([Releases("buf")] Buf buf)
    {
        try
        {
            Bufs.Probe(buf);
        }
        catch (InvalidOperationException)
        {
            return -1; // ACQ902
        }

        Bufs.Give(buf);
        return 0;
    }

    public static void Finally([Releases("buf")] Buf buf)
    {
        try
        {
            if (Bufs.Probe(buf) > 0)
            {
                return;
            }
        }
        finally
        {
            Bufs.Give(buf);
        }
    }

    public static void Throws([Releases("buf")] Buf buf)
    {
        if (Bufs.Ready() != 0)
        {
            throw new InvalidOperationException();
        }

        Bufs.Give(buf);
    }
}

public sealed class SaysAcquires
{
    private Buf? _last;

    [return: Acquires("buf", ReleasedBy = nameof(Bufs.Give))]
    public static Buf? MayBeNull()
    {
        if (Bufs.Ready() != 0)
        {
            return null; // ACQ902
        }

        return Bufs.Make();
    }

    [return: Acquires("buf", When = "return != null", ReleasedBy = nameof(Bufs.Give))]
    public static Buf? SaysThatItMayBeNull()
    {
        if (Bufs.Ready() != 0)
        {
            return null;
        }

        return Bufs.Make();
    }

    [NotIn("irq")]
    public static Buf? DoesNotSay() => Bufs.Get(); // ACQ902

    [NotIn("irq")]
    public static int DoesNotSayOfOut(out Buf buf)
    {
        buf = Bufs.Make();
        return 0; // ACQ902
    }

    [NotIn("irq")]
    public static int DoesNotSayOfOutPassedOn(out Buf buf)
    {
        return Bufs.Take(out buf); // ACQ902
    }

    public static bool HoldsIfItSaysSo([Acquires("buf-lock", When = "return == true", ReleasedBy = nameof(Bufs.LetGo))] Buf buf)
    {
        if (!Bufs.TryHold(buf))
        {
            return true; // ACQ902
        }

        return true;
    }

    public static void HoldsOnSomePaths([Acquires("buf-lock", ReleasedBy = nameof(Bufs.LetGo))] Buf buf)
    {
        Bufs.Hold(buf);
        if (Bufs.Ready() != 0)
        {
            Bufs.LetGo(buf);
            return; // ACQ902
        }
    }

    public static bool HoldsOrSays([Acquires("buf-lock", When = "return == true", ReleasedBy = nameof(Bufs.LetGo))] Buf buf)
    {
        Bufs.Hold(buf);
        if (Bufs.Ready() != 0)
        {
            Bufs.LetGo(buf);
            return false;
        }

        return true;
    }

    public static void Looks([Borrows] Buf buf)
    {
        if (Bufs.Ready() == 0)
        {
            Bufs.Give(buf); // ACQ902
        }
    }

    public void Keeps([Borrows] Buf buf)
    {
        _last = buf;
        Bufs.Ready();
    } // ACQ902

    public void KeepsForTheTime([Borrows] Buf buf)
    {
        _last = buf;
        Bufs.Ready();
        _last = null;
    }

    public static void UnlocksMeanwhile([Borrows] Buf buf)
    {
        Bufs.LetGo(buf);
        Bufs.Ready();
        Bufs.Hold(buf);
    }

    public static void HoldsNot([Acquires("buf-lock", ReleasedBy = nameof(Bufs.LetGo))] Buf buf)
    {
        if (Bufs.Ready() != 0)
        {
            return; // ACQ902
        }

        Bufs.Hold(buf);
    }

    public Buf? Last() => _last;
}
