using System;
using System.Runtime.InteropServices;

namespace Cases;

// In C, what could not be made larger is still there. Here the call throws instead, and does not come back with nothing.
internal static unsafe class GrownAsInC
{
    public static void FreedIfItDidNotGrow(nuint size)
    {
        void* block = NativeMemory.Alloc(size);
        void* larger = NativeMemory.Realloc(block, size * 2);
        if (larger == null)
        {
            NativeMemory.Free(block);
            throw new OutOfMemoryException();
        }

        NativeMemory.Free(larger);
    }

    public static void KeptIfItDidNotGrow(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size);
        IntPtr larger = Marshal.ReAllocHGlobal(block, (IntPtr)(size * 2));
        if (larger != IntPtr.Zero)
            block = larger;
        Marshal.FreeHGlobal(block);
    }

    public static bool GivenUpIfItDidNotGrow(int size)
    {
        IntPtr block = Marshal.AllocCoTaskMem(size);
        if (block == IntPtr.Zero)
            return false;
        IntPtr larger = Marshal.ReAllocCoTaskMem(block, size * 2);
        if (larger == IntPtr.Zero)
            return false;
        Marshal.FreeCoTaskMem(larger);
        return true;
    }

    public static bool LeftWhenLarger(nuint size, bool enough)
    {
        void* block = NativeMemory.Alloc(size);
        void* larger = NativeMemory.Realloc(block, size * 2); // ACQ101
        if (larger == null)
        {
            NativeMemory.Free(block);
            return false;
        }

        if (enough)
            return true;
        NativeMemory.Free(larger);
        return false;
    }

    public static void FreedThoughGrown(nuint size)
    {
        void* block = NativeMemory.Alloc(size);
        void* larger = NativeMemory.Realloc(block, size * 2);
        NativeMemory.Free(block); // ACQ104
        NativeMemory.Free(larger);
    }
}
