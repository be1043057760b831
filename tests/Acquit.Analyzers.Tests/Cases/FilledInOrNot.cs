using System;
using System.Threading;
using Acquit;
using Cases.Api;

namespace Cases;

// Variables that a call fills in when it succeeds, asked for whether there is anything in them; and answers in members.
internal sealed class FilledInOrNot
{
    private readonly object _gate = new();
    private bool _taken;

    private enum Answer
    {
        Done,
        Busy,
    }

    // Reports.

    public static int LeftOpen(bool early)
    {
        IntPtr handle = IntPtr.Zero;
        int error = Files.Open("x", out handle); // ACQ101
        if (error < 0)
            return error;
        if (early)
            return 1;
        if (handle != IntPtr.Zero)
            Files.Close(handle);
        return 0;
    }

    public static int ClosedThoughItFailed()
    {
        int error = Files.Open("x", out IntPtr handle);
        if (error < 0)
            Files.Close(handle); // ACQ106
        else
            Files.Close(handle);
        return error;
    }

    // Silent.

    public static int AskedInFinally()
    {
        IntPtr handle = IntPtr.Zero;
        try
        {
            int error = Files.Open("x", out handle);
            if (error < 0)
                throw new InvalidOperationException();
            Work();
            return error;
        }
        finally
        {
            if (handle != IntPtr.Zero)
                Files.Close(handle);
        }
    }

    public static int AskedAfterFailure(bool early)
    {
        int result = 0;
        IntPtr handle;
        do
        {
            if (TryOpen(out handle) != Answer.Done)
            {
                result = -1;
                break;
            }

            if (early)
                break;
            result = 1;
        }
        while (false);

        if (handle != IntPtr.Zero)
            Files.Close(handle);
        return result;
    }

    public void ComparedAndKept()
    {
        _taken = Monitor.TryEnter(_gate) == true;
        Work();
        if (_taken)
            Monitor.Exit(_gate);
    }

    public static void CountComparedAndKept(Note note, Page[] pages)
    {
        int got = Mm.PinUserPagesFast(0, 4, FollFlags.Write, pages);
        note.IsGot = got > 0;
        Work();
        if (note.IsGot)
            Mm.UnpinUserPages(pages, got);
    }

    public static int OneByOneInArraysOfTheirOwn()
    {
        var pages = new Page[4];
        int got = Mm.PinUserPagesFast(0, 4, FollFlags.Write, pages);
        while (got > 0)
            Mm.UnpinUserPages(new[] { pages[--got] }, 1);
        return got;
    }

    private static Answer TryOpen(out IntPtr handle)
    {
        handle = IntPtr.Zero;
        if (Environment.TickCount > 3)
            return Answer.Busy;
        return Files.Open("x", out handle) < 0 ? Answer.Busy : Answer.Done;
    }

    private static void Work()
    {
    }

    public sealed class Note
    {
        public bool IsGot;
    }

    private static class Files
    {
        public static extern int Open(string name, [Acquires("opened-file", When = "return >= 0", ReleasedBy = nameof(Close))] out IntPtr handle);

        public static extern void Close([Releases("opened-file")] IntPtr handle);
    }
}
