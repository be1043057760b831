// silent: ACQ902
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Acquit;

namespace Cases;

public class Sheet
{
    public ulong Index;

    public bool IsSpare;
}

public sealed class SheetLock
{
    [Acquires("sheet-lock", Enters = "sheet-atomic", ReleasedBy = nameof(Unlock))]
    public extern void Lock();

    [Acquires("sheet-lock", When = "return == true", Enters = "sheet-atomic", ReleasedBy = nameof(Unlock))]
    public extern bool TryLock();

    [Releases("sheet-lock")]
    public extern void Unlock();
}

public static class Sheets
{
    [return: Acquires("sheet-ref", When = "return != null", ReleasedBy = nameof(Put))]
    public static extern Sheet? Find(ulong index);

    public static extern int Pin(ulong start, int count, [Acquires("sheet-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(Unpin))] Span<Sheet> sheets);

    public static extern void Unpin([Releases("sheet-pin", Count = "count")] ReadOnlySpan<Sheet> sheets, int count);

    public static extern void UnpinOne([Releases("sheet-pin")] Sheet sheet);

    public static extern void Put([Releases("sheet-ref")] Sheet sheet);

    public static extern void Ref([Acquires("sheet-ref", ReleasedBy = nameof(Put))] Sheet sheet);

    [NotIn("sheet-atomic", Because = "It waits for the disk.")]
    public static extern int Write([Borrows] Sheet sheet);

    [NotIn("sheet-irq")]
    public static extern int Check([Borrows] Sheet sheet);

    [RequiresHeld("sheet-map")]
    public static extern int Look([RequiresHeld("sheet-lock")] SheetLock map, ulong index);

    public static extern int Change([RequiresHeld("sheet-lock")] SheetLock map);

    [return: Acquires("sheet-window", When = "return != 0", ReleasedBy = nameof(Close))]
    public static extern nint Open(int size);

    public static extern void Close([Releases("sheet-window", When = "window != 0")] nint window);
}

// What the bodies of ported helpers get wrong about their own contracts.
public sealed class HelpersThatSayOtherwise
{
    private readonly SheetLock _lock = new();
    private readonly Queue<Sheet> _queue = new();
    private Sheet? _current;

    // Backs out before the release.
    public static int Finish([Releases("sheet-pin", Count = "count")] Span<Sheet> sheets, int count, bool write)
    {
        if (write)
        {
            for (var i = 0; i < count; i++)
            {
                var err = Sheets.Write(sheets[i]);
                if (err != 0)
                {
                    return err; // ACQ902
                }
            }
        }

        Sheets.Unpin(sheets, count);
        return 0;
    }

    public static int Drop([Releases("sheet-ref", When = "keep == false")] Sheet sheet, bool keep)
    {
        if (keep)
        {
            return 0;
        }

        if (Sheets.Check(sheet) < 0)
        {
            return -1; // silent: what the sheet is like decides
        }

        Sheets.Put(sheet);
        return 0;
    }

    public static int DropNow([Releases("sheet-ref", When = "keep == false")] Sheet sheet, bool keep, int budget)
    {
        if (!keep && budget > 0)
        {
            Sheets.Put(sheet);
            return 0;
        }

        if (!keep)
        {
            return -1; // ACQ902
        }

        return 1;
    }

    public static int DropAnyway([Releases("sheet-ref", When = "keep == false")] Sheet sheet, bool keep)
    {
        Sheets.Put(sheet); // ACQ902 "The contract of 'DropAnyway' says that it releases the sheet ref on 'sheet' only when 'keep == false'"
        return keep ? 1 : 0;
    }

    public bool Enqueue([Consumes("sheet-ref")] Sheet sheet, int limit)
    {
        _lock.Lock();
        if (_queue.Count >= limit)
        {
            _lock.Unlock();
            return false; // ACQ902
        }

        _queue.Enqueue(sheet);
        _lock.Unlock();
        return true;
    }

    public bool EnqueueOrSay([Consumes("sheet-ref", When = "return == true")] Sheet sheet, int limit)
    {
        _lock.Lock();
        if (_queue.Count >= limit)
        {
            _lock.Unlock();
            return false;
        }

        _queue.Enqueue(sheet);
        _lock.Unlock();
        return true;
    }

    public bool EnqueueOrDrop([Consumes("sheet-ref")] Sheet sheet, int limit)
    {
        _lock.Lock();
        if (_queue.Count >= limit)
        {
            _lock.Unlock();
            Sheets.Put(sheet);
            return false;
        }

        _queue.Enqueue(sheet);
        _lock.Unlock();
        return true;
    }

    public bool DropThoughToldOtherwise([Consumes("sheet-ref", When = "return == true")] Sheet sheet, int limit)
    {
        if (_queue.Count >= limit)
        {
            Sheets.Put(sheet); // ACQ902
            return false;
        }

        _queue.Enqueue(sheet);
        return true;
    }

    [Acquires("helper-lock", When = "return == 0")]
    public int Begin() => _lock.TryLock() ? 0 : -1; // silent: the contract has a name of its own for it

    [return: Acquires("sheet-ref", ReleasedBy = nameof(Sheets.Put))]
    public static Sheet? FindOrNull(ulong index)
    {
        var sheet = Sheets.Find(index);
        if (sheet is null)
        {
            return null; // ACQ902
        }

        return sheet;
    }

    [return: Acquires("sheet-ref", When = "return != null", ReleasedBy = nameof(Sheets.Put))]
    public static Sheet? FindSpare(ulong index)
    {
        var sheet = Sheets.Find(index);
        if (sheet is { IsSpare: false })
        {
            Sheets.Put(sheet);
            return null;
        }

        return sheet;
    }

    [return: Acquires("sheet-window", When = "size > 0", ReleasedBy = nameof(Sheets.Close))]
    public static nint OpenIfAny(int size)
    {
        if (size <= 0)
        {
            return 0;
        }

        if (size > 64)
        {
            return 0; // ACQ902
        }

        return Sheets.Open(size);
    }

    [NotIn("sheet-irq")]
    public static Sheet? FindSilently(ulong index)
    {
        var sheet = Sheets.Find(index);
        if (sheet is not null && Sheets.Check(sheet) != 0)
        {
            Sheets.Put(sheet);
            return null;
        }

        return sheet; // ACQ902 "The sheet ref taken by 'Find' is returned, and the contract of 'FindSilently' does not say so"
    }

    [NotIn("sheet-irq")]
    public static bool TryFindSilently(ulong index, out Sheet? sheet)
    {
        sheet = Sheets.Find(index);
        return sheet is not null; // ACQ902
    }

    [NotIn("sheet-irq")]
    public static bool Exists(ulong index)
    {
        var sheet = Sheets.Find(index);
        if (sheet is null)
        {
            return false;
        }

        Sheets.Put(sheet);
        return true;
    }

    // A resource of another name is made of this one.
    [return: Acquires("sheet-view", When = "return != 0")]
    public static nint View(int size) => Sheets.Open(size);

    public static void Unview([Releases("sheet-view", When = "view != 0")] nint view) => Sheets.Close(view);

    public static int Inspect([Borrows] Sheet sheet)
    {
        var state = Sheets.Check(sheet);
        if (state < 0)
        {
            Sheets.Put(sheet); // ACQ902
        }

        return state;
    }

    public static int InspectWithOwnReference([Borrows] Sheet sheet)
    {
        Sheets.Ref(sheet);
        var state = Sheets.Check(sheet);
        Sheets.Put(sheet);
        return state;
    }

    public int Select([Borrows] Sheet sheet)
    {
        _current = sheet;
        return Sheets.Check(sheet); // ACQ902
    }

    public int SelectForNow([Borrows] Sheet sheet)
    {
        _current = sheet;
        try
        {
            return Sheets.Check(sheet);
        }
        finally
        {
            _current = null;
        }
    }

    public ulong Current() => _current?.Index ?? 0;

    // The other way to say it.
    public int SelectAndOwn([Consumes("sheet-ref")] Sheet sheet)
    {
        _current = sheet;
        return Sheets.Check(sheet);
    }

    // Contexts and locks.
    [NotIn("sheet-irq")]
    public static int Save([Borrows] Sheet sheet) => Sheets.Write(sheet); // ACQ902 "'Write' must not be called in the context 'sheet-atomic', and the contract of 'Save' does not say that it must not either: It waits for the disk"

    [OnlyIn("sheet-irq")]
    public static int SaveInInterrupt([Borrows] Sheet sheet) => Sheets.Check(sheet); // ACQ902

    [OnlyIn("sheet-irq")]
    public static int SaveInItsOwn([Borrows] Sheet sheet) => Sheets.Write(sheet);

    [NotIn("sheet-irq")]
    [NotIn("sheet-atomic")]
    public static int SaveAsSaid([Borrows] Sheet sheet) => Sheets.Write(sheet);

    [NotIn("sheet-irq")]
    public static int SaveIfAsked([Borrows] Sheet sheet, bool wait) => wait ? Sheets.Write(sheet) : 0;

    // Nothing is said of contexts at all.
    public static int SaveWithoutAWord([Borrows] Sheet sheet) => Sheets.Write(sheet);

    [NotIn("sheet-irq")]
    public static int UnlockAndSave([Releases("sheet-lock")] SheetLock held, [Borrows] Sheet sheet)
    {
        held.Unlock();
        return Sheets.Write(sheet);
    }

    [RequiresHeld("sheet-map")]
    public static int LookAndChange(SheetLock map, ulong index) => Sheets.Change(map); // ACQ902 "'Change' needs the sheet lock of 'map', and the contract of 'LookAndChange' does not ask its callers to hold it"

    [RequiresHeld("sheet-map")]
    public static int LookAndChangeTwice(SheetLock map, ulong index)
    {
        map.Lock();
        var changed = LookAndChange(map, index) + LookAndChange(map, index + 1);
        map.Unlock();
        return changed;
    }

    public static int ChangeAsSaid([RequiresHeld("sheet-lock")] SheetLock map) => Sheets.Change(map);

    [RequiresHeld("sheet-map")]
    public static int ChangeUnderOwnLock(SheetLock map)
    {
        map.Lock();
        var changed = Sheets.Change(map);
        map.Unlock();
        return changed;
    }

    // Asynchronous ones go by what is yielded.
    public static async Task<int> FinishLater([Releases("sheet-ref")] Sheet sheet, Task<int> work)
    {
        var err = await work;
        if (err < 0)
        {
            return err; // ACQ902
        }

        Sheets.Put(sheet);
        return 0;
    }

    public static async Task<int> FinishLaterOrNot([Releases("sheet-ref", When = "return == 0")] Sheet sheet, Task<int> work)
    {
        var err = await work;
        if (err < 0)
        {
            return err;
        }

        Sheets.Put(sheet);
        return 0;
    }

    // Elements, in a loop that stops too early.
    public static int UnpinWhile([Releases("sheet-pin", Count = "count")] Sheet[] sheets, int count)
    {
        for (var i = 0; i < count; i++) // ACQ403
        {
            Sheets.UnpinOne(sheets[i]);
        }

        return 0;
    }

    public static void UnpinBackwards([Releases("sheet-pin", Count = "count")] Sheet[] sheets, int count)
    {
        while (--count >= 0) // ACQ403
        {
            Sheets.UnpinOne(sheets[count]);
        }
    }

    // Through helpers that say nothing.
    public static int ThroughAHelper([Releases("sheet-ref")] Sheet sheet, Sheet other)
    {
        if (Sheets.Check(other) < 0)
        {
            return -1; // ACQ902
        }

        PutLocally(sheet);
        return 0;
    }

    private static void PutLocally(Sheet sheet) => Sheets.Put(sheet);

    // Code of which nothing is known may do it.
    public static void ThroughADelegate([Releases("sheet-ref")] Sheet sheet, Action<Sheet> free, bool now)
    {
        if (now)
        {
            Sheets.Put(sheet);
            return;
        }

        free(sheet);
    }

    // Of null there is nothing to release, whoever asks.
    public static void NullIsNothing([Releases("sheet-ref")] Sheet? sheet, bool log)
    {
        if (sheet is not null)
        {
            Sheets.Put(sheet);
        }
        else if (log)
        {
            Console.WriteLine("none");
        }
    }
}

// An override is bound by what it overrides.
public abstract class SheetSink
{
    public abstract int Accept([Releases("sheet-ref")] Sheet sheet);
}

public sealed class CheckingSink : SheetSink
{
    public override int Accept(Sheet sheet)
    {
        if (Budget < 1)
        {
            return -1; // ACQ902
        }

        Sheets.Put(sheet);
        return 0;
    }

    public int Budget { get; init; }
}
