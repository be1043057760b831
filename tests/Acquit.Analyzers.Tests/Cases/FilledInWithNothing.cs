using System;
using System.Runtime.InteropServices;

namespace Cases;

// Whether an attempt has succeeded is asked of what it passes out, not of what it answers.
internal static class FilledInWithNothing
{
    private static bool TryTake([Acquit.Acquires("face", When = "return == true", ReleasedBy = nameof(GiveBack))] out object face)
    {
        face = Environment.NewLine;
        return true;
    }

    [DllImport("native")]
    private static extern int open_face([Acquit.Acquires("com-reference", When = "return >= 0")] out IntPtr face);

    private static void GiveBack([Acquit.Releases("face")] object face) => GC.KeepAlive(face);

    public static bool AskedByTheObject()
    {
        bool taken = TryTake(out object face);
        if (face != null)
            GiveBack(face);
        return taken;
    }

    public static bool AskedByTheObjectAndForgotten(bool early)
    {
        bool taken = TryTake(out object face); // ACQ101
        if (face != null && !early)
            GiveBack(face);
        return taken;
    }

    public static int AskedAtTheEnd(out object wrapped)
    {
        IntPtr face = IntPtr.Zero;
        try
        {
            int result = open_face(out face);
            wrapped = Marshal.GetObjectForIUnknown(face);
            return result;
        }
        finally
        {
            if (face != IntPtr.Zero)
                Marshal.Release(face);
        }
    }

    public static int NeverAsked(out object wrapped)
    {
        int result = open_face(out IntPtr face); // ACQ101
        wrapped = Marshal.GetObjectForIUnknown(face);
        return result;
    }
}
