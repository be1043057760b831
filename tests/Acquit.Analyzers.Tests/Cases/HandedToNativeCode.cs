using System;
using System.Runtime.InteropServices;

namespace Cases;

// Functions that keep what they are given if all goes well, and do not say so: freed only where they failed, it is theirs elsewhere.
internal static class HandedToNativeCode
{
    public static int FreedWhenRefused(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        int rc = Native.Submit(block);
        if (rc != 0)
            Marshal.FreeHGlobal(block);
        return rc;
    }

    public static int FreedWhenRefusedByANegativeStatus(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        int rc = Native.Submit(block);
        if (rc < 0)
        {
            Marshal.FreeHGlobal(block);
            return rc;
        }

        return 0;
    }

    public static void FreedUnlessRegistered(byte[] data)
    {
        GCHandle handle = GCHandle.Alloc(data, GCHandleType.Pinned);
        if (!Native.Register(handle))
            handle.Free();
    }

    public static void FreedUnlessTheRequestWasTaken(int size)
    {
        Request request = default;
        request.Block = Marshal.AllocHGlobal(size);
        if (!Native.Take(ref request))
            Marshal.FreeHGlobal(request.Block);
    }

    public static void FreedWhenZeroMeansFailure(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        if (Native.Submit(block) == 0)
        {
            Marshal.FreeHGlobal(block);
            throw new InvalidOperationException();
        }
    }

    public static void FreedWhenEitherRefused(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        int rc = Native.Submit(block);
        if (rc != 0)
            rc = Native.Queue(block);
        if (rc != 0)
            Marshal.FreeHGlobal(block);
    }

    public static void FreedWhenBothRefused(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        if (Native.Submit(block) != 0 && Native.Queue(block) != 0)
            Marshal.FreeHGlobal(block);
    }

    public static int FreedBeforeAndWhenRefused(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        if (Native.Prepare() < 0)
        {
            Marshal.FreeHGlobal(block);
            return -1;
        }

        int rc = Native.Submit(block);
        if (rc != 0)
        {
            Marshal.FreeHGlobal(block);
            return rc;
        }

        return 0;
    }

    public static void EachFreedWhenRefused(int size, int count)
    {
        for (int i = 0; i < count; i++)
        {
            IntPtr block = Marshal.AllocHGlobal(size);
            if (Native.Submit(block) != 0)
                Marshal.FreeHGlobal(block);
        }
    }

    public static void FreedInFinallyWhenRefused(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        int rc = -1;
        try
        {
            rc = Native.Submit(block);
        }
        finally
        {
            if (rc != 0)
                Marshal.FreeHGlobal(block);
        }
    }

    public static void FreedWhenTheStatusSaysSo(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        Native.Post(block, out bool taken);
        if (!taken)
            Marshal.FreeHGlobal(block);
    }

    public static int FreedWhenTakenButNotStarted(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        int rc = Native.Submit(block);
        if (rc != 0)
        {
            Marshal.FreeHGlobal(block);
            return rc;
        }

        if (Native.Prepare() < 0)
        {
            Native.Queue(IntPtr.Zero);
            Marshal.FreeHGlobal(block);
            return -1;
        }

        return 0;
    }

    // Before it was given to anybody.
    public static int LeftBeforeItWasGiven(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        if (Native.Prepare() < 0)
            return -1;

        int rc = Native.Submit(block);
        if (rc != 0)
            Marshal.FreeHGlobal(block);
        return rc;
    }

    // What the status of something else says.
    public static int LeftBecauseOfSomethingElse(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        int rc = Native.Read(block, size);
        if (Native.Prepare() < 0)
            return -1;

        if (rc != 0)
        {
            Marshal.FreeHGlobal(block);
            return rc;
        }

        Marshal.FreeHGlobal(block);
        return 0;
    }

    public static int FreedOnSuccessOnly(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        int rc = Native.Read(block, size);
        if (rc != 0)
            return rc;

        Marshal.FreeHGlobal(block);
        return 0;
    }

    public static void FreedOnSuccessOnlyWithoutAResult(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        int rc = Native.Read(block, size);
        if (rc < 0)
            return;

        Marshal.FreeHGlobal(block);
    }

    public static bool FreedWhenItWorkedOnly(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        if (!Native.Query(block))
            return false;

        Marshal.FreeHGlobal(block);
        return true;
    }

    // What it was freed for has nothing to do with what the function said.
    public static int FreedForAnotherReason(int size, bool cancelled)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        int rc = Native.Read(block, size);
        if (cancelled)
            Marshal.FreeHGlobal(block);
        return rc;
    }

    // Given with the contract that it is only looked at.
    public static int NotKeptByContract(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        int rc = Native.Look(block);
        if (rc != 0)
            Marshal.FreeHGlobal(block);
        return rc;
    }

    // A function that has kept the block is not asked to have filled it.
    public static int ReadFromAfterwards(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        if (!Native.Query(block))
        {
            Marshal.FreeHGlobal(block);
            return -1;
        }

        return Marshal.ReadInt32(block);
    }

    public static void EachFreedWhenRead(int size, int count)
    {
        for (int i = 0; i < count; i++)
        {
            IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
            if (Native.Read(block, size) != 0)
                continue;

            Marshal.FreeHGlobal(block);
        }
    }

    public static void FreedOnceMoreThoughRefused(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size); // ACQ101
        if (Native.Submit(block) != 0)
            Marshal.FreeHGlobal(block);
        if (size > 8)
            Marshal.FreeHGlobal(block); // ACQ104
    }

    private struct Request
    {
        public IntPtr Block;
    }

    private static class Native
    {
        [DllImport("native")]
        public static extern int Prepare();

        [DllImport("native")]
        public static extern int Submit(IntPtr block);

        [DllImport("native")]
        public static extern void Post(IntPtr block, out bool taken);

        [DllImport("native")]
        public static extern int Queue(IntPtr block);

        [DllImport("native")]
        public static extern int Read(IntPtr block, int size);

        [DllImport("native")]
        public static extern bool Query(IntPtr block);

        [DllImport("native")]
        public static extern bool Register(GCHandle handle);

        [DllImport("native")]
        public static extern bool Take(ref Request request);

        [DllImport("native")]
        public static extern int Look([Acquit.Borrows] IntPtr block);
    }
}
