using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using Cases.Api;

namespace Cases;

// Acquired, tested and released in the middle of conditions, patterns and expressions.
internal static class WrittenInConditions
{
    public static int OneOfManyFails(string a, string b, string c)
    {
        IntPtr first = IntPtr.Zero, second = IntPtr.Zero, third = IntPtr.Zero;
        try
        {
            if ((first = Marshal.StringToHGlobalUni(a)) == IntPtr.Zero || (second = Marshal.StringToHGlobalUni(b)) == IntPtr.Zero ||
                (third = Marshal.StringToHGlobalUni(c)) == IntPtr.Zero)
                return -1;
            Hw.Write(third, 3);
            return 0;
        }
        finally
        {
            Marshal.FreeHGlobal(first);
            Marshal.FreeHGlobal(second);
            Marshal.FreeHGlobal(third);
        }
    }

    public static int LongChainOfTests(Device a, Device b, Device c, Device d, Device e)
    {
        Page page = Mm.AllocPage();
        if (page == null || a.Dead || b.Dead || c.Dead || d.Dead || e.Dead || !a.Mutex.TryLock())
        {
            if (page != null)
                Mm.FreePage(page);
            return -Errno.Busy;
        }

        a.Current?.Next.Index.ToString();
        a.Mutex.Unlock();
        Mm.FreePage(page);
        return 0;
    }

    public static int LongChainThatForgetsThePage(Device a, Device b, Device c, Device d)
    {
        Page page = Mm.AllocPage(); // ACQ101
        if (page == null || a.Dead || b.Dead || c.Dead || d.Dead)
            return -Errno.Busy;

        Mm.FreePage(page);
        return 0;
    }

    public static int LocksTakenInAChain(Device a, Device b)
    {
        if (!a.Mutex.TryLock() || !b.Mutex.TryLock()) // ACQ101
            return -Errno.Busy;

        b.Mutex.Unlock();
        a.Mutex.Unlock();
        return 0;
    }

    public static int LocksTakenInAChainOneByOne(Device a, Device b)
    {
        if (!a.Mutex.TryLock())
            return -Errno.Busy;
        if (!b.Mutex.TryLock())
        {
            a.Mutex.Unlock();
            return -Errno.Busy;
        }

        b.Mutex.Unlock();
        a.Mutex.Unlock();
        return 0;
    }

    public static int OneOrTheOther(Device a, Device b)
    {
        bool first = a.Mutex.TryLock();
        bool second = !first && b.Mutex.TryLock();
        if (!first && !second)
            return -Errno.Busy;

        int state = a.State + b.State;
        if (first)
            a.Mutex.Unlock();
        else
            b.Mutex.Unlock();
        return state;
    }

    public static int PatternVariable(ulong address)
    {
        if (Mm.PinUserPage(address, FollFlags.None) is { } page)
        {
            int index = page.Index;
            Mm.UnpinUserPage(page);
            return index;
        }

        return -Errno.Fault;
    }

    public static int PatternVariableAndMore(ulong address)
    {
        if (Mm.PinUserPage(address, FollFlags.None) is { Uptodate: true } page) // ACQ101
        {
            int index = page.Index;
            Mm.UnpinUserPage(page);
            return index;
        }

        return -Errno.Fault;
    }

    public static int NotThisPattern(ulong address)
    {
        if (Mm.PinUserPage(address, FollFlags.None) is not { } page)
            return -Errno.Fault;

        int index = page.Index;
        Mm.UnpinUserPage(page);
        return index;
    }

    public static void PatternVariableInALoop()
    {
        while (Mm.AllocPage() is { } page)
        {
            if (page.Index > 4)
            {
                Mm.FreePage(page);
                break;
            }

            Mm.FreePage(page);
        }
    }

    public static void PatternVariableInALoopThatForgetsTheLast()
    {
        while (Mm.AllocPage() is { } page) // ACQ101
        {
            if (page.Index > 4)
                break;

            Mm.FreePage(page);
        }
    }

    public static void PatternVariableThatComesBack(List<Page> queue)
    {
        for (int i = 0; i < queue.Count; i++)
        {
            if (queue[i] is { Uptodate: false } page)
            {
                Mm.FreePage(page);
                queue.RemoveAt(i--);
            }
        }
    }

    public static void OutVariableInALoop(string[] names)
    {
        foreach (string name in names)
        {
            if (!Handles.TryOpen(name, out nint handle))
                continue;
            Handles.Read(handle);
            Handles.Close(handle);
        }
    }

    public static void OutVariableInALoopWithAnExit(string[] names)
    {
        foreach (string name in names)
        {
            if (Handles.TryOpen(name, out nint handle)) // ACQ101
            {
                if (Handles.Read(handle) < 0)
                    return;
                Handles.Close(handle);
            }
        }
    }

    public static void NullConditional(ulong address)
    {
        Page page = Mm.PinUserPage(address, FollFlags.None);
        int? index = page?.Index;
        if (index.HasValue)
            Mm.UnpinUserPage(page);
    }

    public static void NullConditionalRelease(int id)
    {
        KObject obj = KObject.Create(id);
        obj?.Poke();
        obj?.Release();
    }

    public static void NullConditionalReleaseOfAnother(int id, KObject other)
    {
        KObject obj = KObject.Create(id); // ACQ101
        obj?.Poke();
        other?.Release();
    }

    public static int SwitchExpressionReleases(int kind)
    {
        Page page = Mm.NewPage();
        return kind switch
        {
            0 => Free(page, 0),
            1 => Free(page, 1),
            _ => Free(page, -1),
        };
    }

    public static int SwitchStatementReleasesInAllSections(int kind)
    {
        Page page = Mm.NewPage();
        switch (kind)
        {
            case 0:
                Mm.FreePage(page);
                return 0;
            case 1 when Hw.Ready():
                goto default;
            case 2:
                Hw.Start(page);
                goto case 0;
            default:
                Mm.FreePage(page);
                return -1;
        }
    }

    public static int SwitchStatementForgetsInOneSection(int kind)
    {
        Page page = Mm.NewPage(); // ACQ101
        switch (kind)
        {
            case 0:
                Mm.FreePage(page);
                return 0;
            case 1 when Hw.Ready():
                return 1;
            default:
                Mm.FreePage(page);
                return -1;
        }
    }

    public static int TypeSwitch(object target)
    {
        GCHandle handle = GCHandle.Alloc(target);
        try
        {
            return target switch
            {
                string text => text.Length,
                byte[] { Length: > 0 } bytes => bytes[0],
                null => throw new ArgumentNullException(nameof(target)),
                _ => -1,
            };
        }
        finally
        {
            handle.Free();
        }
    }

    public static int TypeSwitchThatThrows(object target)
    {
        GCHandle handle = GCHandle.Alloc(target); // ACQ101
        int length = target switch
        {
            string text => text.Length,
            _ => throw new ArgumentException(null, nameof(target)),
        };
        handle.Free();
        return length;
    }

    public static byte[] Coalesced(byte[] given, int n)
    {
        byte[] rented = null;
        byte[] buffer = given ?? (rented = ArrayPool<byte>.Shared.Rent(n));
        byte[] copy = buffer.AsSpan(0, n).ToArray();
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return copy;
    }

    public static byte[] CoalescedAndCompared(byte[] given, int n)
    {
        byte[] buffer = given ?? ArrayPool<byte>.Shared.Rent(n);
        byte[] copy = buffer.AsSpan(0, n).ToArray();
        if (buffer != given)
            ArrayPool<byte>.Shared.Return(buffer);
        return copy;
    }

    public static byte[] CoalescedAndForgotten(byte[] given, int n)
    {
        byte[] buffer = given ?? ArrayPool<byte>.Shared.Rent(n); // ACQ101
        return buffer.AsSpan(0, n).ToArray();
    }

    public static int ChosenByACondition(bool large, Stream0 stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(large ? 65536 : 256);
        int read = large && stream != null ? stream.Read(buffer) : -1;
        ArrayPool<byte>.Shared.Return(buffer, clearArray: read > 0);
        return read;
    }

    public static void FlagAndHandle(byte[] data, bool pin)
    {
        GCHandle handle = pin ? GCHandle.Alloc(data, GCHandleType.Pinned) : default;
        Hw.Fill(data);
        if (handle.IsAllocated)
            handle.Free();
    }

    public static void FlagAndHandleTestedByTheFlag(byte[] data, bool pin)
    {
        GCHandle handle = pin ? GCHandle.Alloc(data, GCHandleType.Pinned) : default;
        Hw.Fill(data);
        if (pin)
            handle.Free();
    }

    public static void FlagAndHandleTestedTheWrongWayRound(byte[] data, bool pin)
    {
        GCHandle handle = pin ? GCHandle.Alloc(data, GCHandleType.Pinned) : default; // ACQ101
        Hw.Fill(data);
        if (!handle.IsAllocated)
            handle.Free(); // ACQ106
    }

    public static bool ResultKeptInAVariable(object gate)
    {
        bool taken = false;
        bool ready = Hw.Ready() && (taken = Monitor.TryEnter(gate));
        if (taken)
            Monitor.Exit(gate);
        return ready;
    }

    public static bool ResultOfTheWholeCondition(object gate)
    {
        bool ready = Hw.Ready() && Monitor.TryEnter(gate);
        if (ready)
            Monitor.Exit(gate);
        return ready;
    }

    public static bool ResultOfTheWrongCondition(object gate)
    {
        bool taken = Monitor.TryEnter(gate); // ACQ101
        bool ready = taken && Hw.Ready();
        if (ready)
            Monitor.Exit(gate);
        return ready;
    }

    private static int Free(Page page, int result)
    {
        Mm.FreePage(page);
        return result;
    }

    internal abstract class Stream0
    {
        public abstract int Read(Span<byte> buffer);
    }
}
