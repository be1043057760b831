using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Acquit;

namespace Cases;

internal static class NativeFiles
{
    public static readonly IntPtr Invalid = new(-1);
    public static readonly IntPtr SetElsewhere;

    static NativeFiles() => SetElsewhere = (IntPtr)(-1);

    [DllImport("native", SetLastError = true)]
    [return: Acquires("native-file", When = "return != -1", ReleasedBy = nameof(CloseFile))]
    public static extern IntPtr CreateFile(string name);

    [DllImport("native")]
    public static extern bool CloseFile([Releases("native-file")] IntPtr file);

    [DllImport("native")]
    [return: Acquires("native-base", When = "return != 0", ReleasedBy = nameof(CloseBase))]
    public static extern IntPtr OpenBase(string name);

    // It cannot be closed while somebody reads it.
    [DllImport("native")]
    public static extern int CloseBase([Releases("native-base", When = "return == 0")] IntPtr @base);

    [DllImport("native")]
    public static extern bool Read(IntPtr file);
}

// What stands for no handle, in all the ways in which C# has it.
internal static class InvalidHandles
{
    public static int LeftByAnError(string name)
    {
        IntPtr file = NativeFiles.CreateFile(name); // ACQ101
        if (file == NativeFiles.Invalid)
            throw new Win32Exception();
        if (!NativeFiles.Read(file))
            return -1;
        NativeFiles.CloseFile(file);
        return 0;
    }

    public static int ComparedWithAField(string name)
    {
        IntPtr file = NativeFiles.CreateFile(name);
        if (file == NativeFiles.Invalid)
            throw new Win32Exception();
        NativeFiles.CloseFile(file);
        return 0;
    }

    public static int ComparedWithAFieldThatIsSetElsewhere(string name)
    {
        IntPtr file = NativeFiles.CreateFile(name);
        if (file == NativeFiles.SetElsewhere)
            return -1;
        NativeFiles.CloseFile(file);
        return 0;
    }

    public static int ComparedByEquals(string name)
    {
        IntPtr file = NativeFiles.CreateFile(name);
        if (file.Equals(NativeFiles.Invalid))
            return -1;
        NativeFiles.CloseFile(file);
        return 0;
    }

    public static int LeftThoughComparedByEquals(string name, bool once)
    {
        IntPtr file = NativeFiles.CreateFile(name); // ACQ101
        if (Equals(file, NativeFiles.Invalid))
            return -1;
        if (once)
            return 1;
        NativeFiles.CloseFile(file);
        return 0;
    }

    // Nought is no handle either.
    public static int NeitherOfBoth(string name)
    {
        IntPtr file = NativeFiles.CreateFile(name);
        if (file == NativeFiles.Invalid || file.Equals(IntPtr.Zero))
            return -1;
        NativeFiles.CloseFile(file);
        return 0;
    }

    public static int ToldByAHelper(string name)
    {
        IntPtr file = NativeFiles.CreateFile(name);
        if (IsNone(file))
            return -1;
        NativeFiles.CloseFile(file);
        return 0;
    }

    public static int LeftThoughToldByAHelper(string name, bool once)
    {
        IntPtr file = NativeFiles.CreateFile(name); // ACQ101
        if (IsNone(file))
            return -1;
        if (once)
            return 1;
        NativeFiles.CloseFile(file);
        return 0;
    }

    private static bool IsNone(IntPtr file) => file == IntPtr.Zero || file == NativeFiles.Invalid;

    public static int ToldByTheSystem(string name)
    {
        IntPtr file = NativeFiles.CreateFile(name);
        int error = Marshal.GetLastWin32Error();
        if (error != 0)
            throw new Win32Exception(error);
        NativeFiles.CloseFile(file);
        return 0;
    }

    // It speaks of what was called before.
    public static int LeftByAnOlderError(string name)
    {
        int error = Marshal.GetLastWin32Error();
        IntPtr file = NativeFiles.CreateFile(name); // ACQ101
        if (error != 0)
            throw new Win32Exception(error);
        NativeFiles.CloseFile(file);
        return 0;
    }

    public static bool NothingToClose(string name)
    {
        IntPtr opened = NativeFiles.OpenBase(name);
        if (!opened.Equals(IntPtr.Zero))
            NativeFiles.CloseBase(opened);
        return true;
    }

    // Who closes it has done what there is to do.
    public static int ClosedWithoutAsking(string name, int result)
    {
        IntPtr opened = NativeFiles.OpenBase(name);
        if (opened == IntPtr.Zero)
            return -1;
        if (result != 0)
        {
            NativeFiles.CloseBase(opened);
            return result;
        }

        return NativeFiles.CloseBase(opened);
    }

    public static int LeftWhenItCannotBeClosed(string name)
    {
        IntPtr opened = NativeFiles.OpenBase(name); // ACQ101
        if (opened == IntPtr.Zero)
            return -1;
        if (NativeFiles.CloseBase(opened) != 0)
            return -2;
        return 0;
    }
}
