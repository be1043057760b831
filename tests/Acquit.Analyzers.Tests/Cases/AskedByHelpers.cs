using System;
using System.Runtime.InteropServices;
using Acquit;

namespace Cases;

internal sealed class Wad
{
}

internal static class Wads
{
    [return: Acquires("wad", When = "return != null", ReleasedBy = nameof(Put))]
    public static Wad? Get(int id) => id > 0 ? new Wad() : null;

    public static void Put([Releases("wad")] Wad wad)
    {
    }

    [DllImport("native")]
    [return: Acquires("wad-mapping", When = "return != -1", ReleasedBy = nameof(Unmap))]
    public static extern long Map(int id);

    [DllImport("native")]
    public static extern void Unmap([Releases("wad-mapping")] long mapping);

    public static bool Use(Wad wad) => Environment.TickCount > wad.GetHashCode();

    public static bool IsMissing(this Wad? wad) => wad is null;

    public static bool IsThere(Wad? wad) => !wad.IsMissing();
}

// Small methods that ask what everybody could ask where they are called.
internal static class AskedByHelpers
{
    private static bool IsError(long mapping) => mapping < 0 && mapping >= -4095;

    private static bool Failed(long mapping)
    {
        if (mapping == -1)
        {
            Console.WriteLine("not mapped");
            return true;
        }

        return false;
    }

    private static bool Succeeded(long mapping)
    {
        try
        {
            bool isThere = mapping != -1;
            return isThere;
        }
        finally
        {
            Console.WriteLine("asked");
        }
    }

    private static bool IsAnyOf(long mapping, long first, long second) => mapping == first || mapping == second;

    private static bool HasWaited(Wad wad) => Environment.TickCount > 100;

    public static int LeftByAnError(int id)
    {
        Wad? wad = Wads.Get(id); // ACQ101
        if (wad.IsMissing())
            return -1;
        if (!Wads.Use(wad!))
            return -2;
        Wads.Put(wad!);
        return 0;
    }

    public static int PutBack(int id)
    {
        Wad? wad = Wads.Get(id);
        if (wad.IsMissing())
            return -1;
        Wads.Put(wad!);
        return 0;
    }

    public static int PutBackIfThere(int id)
    {
        Wad? wad = Wads.Get(id);
        bool isThere = Wads.IsThere(wad);
        if (isThere)
            Wads.Put(wad!);
        return isThere ? 0 : -1;
    }

    public static void PutThoughMissing(int id)
    {
        Wad? wad = Wads.Get(id);
        if (wad.IsMissing())
            Wads.Put(wad!); // ACQ106
        else
            Wads.Put(wad!);
    }

    public static int Unmapped(int id)
    {
        long mapping = Wads.Map(id);
        if (Failed(mapping))
            return -1;
        Wads.Unmap(mapping);
        return 0;
    }

    public static int UnmappedIfThere(int id)
    {
        long mapping = Wads.Map(id);
        if (!Succeeded(mapping))
            return -1;
        Wads.Unmap(mapping);
        return 0;
    }

    public static int LeftMapped(int id, bool once)
    {
        long mapping = Wads.Map(id); // ACQ101
        if (Failed(mapping))
            return -1;
        if (once)
            return 1;
        Wads.Unmap(mapping);
        return 0;
    }

    public static int UnmappedUnlessAnError(int id)
    {
        long mapping = Wads.Map(id);
        if (IsError(mapping))
            return (int)mapping;
        Wads.Unmap(mapping);
        return 0;
    }

    public static int ComparedWithWhatIsPassed(int id)
    {
        long mapping = Wads.Map(id);
        if (IsAnyOf(mapping, -1, -1))
            return -1;
        Wads.Unmap(mapping);
        return 0;
    }

    // Of something else.
    public static int AskedAboutTheTime(int id)
    {
        Wad? wad = Wads.Get(id); // ACQ101
        if (wad is null)
            return -1;
        if (HasWaited(wad))
            return 1;
        Wads.Put(wad);
        return 0;
    }

    public static int AskedByALocalFunction(int id)
    {
        Wad? wad = Wads.Get(id);
        if (IsNone(wad))
            return -1;
        Wads.Put(wad!);
        return 0;

        static bool IsNone(Wad? asked) => ReferenceEquals(asked, null);
    }
}
