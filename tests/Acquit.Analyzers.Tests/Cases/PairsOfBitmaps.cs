using System;
using System.Drawing;
using System.Drawing.Imaging;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Bits of bitmaps, of an assembly that need not be there.
internal sealed class PairsOfBitmaps
{
    private BitmapData _locked;

    public static byte[] Copied(Bitmap bitmap, Rectangle all)
    {
        BitmapData bits = bitmap.LockBits(all, ImageLockMode.ReadOnly, PixelFormat.Format32bppArgb);
        try
        {
            var copy = new byte[bits.Stride * all.Height];
            Marshal.Copy(bits.Scan0, copy, 0, copy.Length);
            return copy;
        }
        finally
        {
            bitmap.UnlockBits(bits);
        }
    }

    public static byte[] CopiedIfItIsThere(Bitmap bitmap, Rectangle all)
    {
        BitmapData bits = bitmap.LockBits(all, ImageLockMode.ReadOnly, PixelFormat.Format32bppArgb); // ACQ101
        if (bits.Scan0 == IntPtr.Zero)
            return null;

        var copy = new byte[bits.Stride * all.Height];
        Marshal.Copy(bits.Scan0, copy, 0, copy.Length);
        bitmap.UnlockBits(bits);
        return copy;
    }

    public static IntPtr Forgotten(Bitmap bitmap, Rectangle all) =>
        bitmap.LockBits(all, ImageLockMode.ReadWrite, PixelFormat.Format32bppArgb).Scan0; // ACQ101

    public static int ReadAfterTheUnlock(Bitmap bitmap, Rectangle all)
    {
        BitmapData bits = bitmap.LockBits(all, ImageLockMode.ReadOnly, PixelFormat.Format32bppArgb);
        bitmap.UnlockBits(bits);
        return Marshal.ReadInt32(bits.Scan0); // ACQ105
    }

    public static void UnlockedTwice(Bitmap bitmap, Rectangle all)
    {
        BitmapData bits = bitmap.LockBits(all, ImageLockMode.ReadWrite, PixelFormat.Format32bppArgb);
        try
        {
            Hw.Kick();
            bitmap.UnlockBits(bits);
        }
        finally
        {
            bitmap.UnlockBits(bits); // ACQ104
        }
    }

    public static int IntoItsOwn(Bitmap bitmap, Rectangle all)
    {
        var bits = new BitmapData();
        bitmap.LockBits(all, ImageLockMode.ReadOnly, PixelFormat.Format32bppArgb, bits);
        int first = Marshal.ReadInt32(bits.Scan0);
        bitmap.UnlockBits(bits);
        return first;
    }

    public static int IntoItsOwnAndForgotten(Bitmap bitmap, Rectangle all)
    {
        var bits = new BitmapData();
        bitmap.LockBits(all, ImageLockMode.ReadOnly, PixelFormat.Format32bppArgb, bits); // ACQ101
        return Marshal.ReadInt32(bits.Scan0);
    }

    public static void TwoBitmaps(Bitmap from, Bitmap to, Rectangle all)
    {
        BitmapData source = null;
        BitmapData target = null;
        try
        {
            source = from.LockBits(all, ImageLockMode.ReadOnly, PixelFormat.Format32bppArgb);
            target = to.LockBits(all, ImageLockMode.ReadWrite, PixelFormat.Format32bppArgb);
            Hw.Kick();
        }
        finally
        {
            if (target != null)
                to.UnlockBits(target);
            if (source != null)
                from.UnlockBits(source);
        }
    }

    public void Lock(Bitmap bitmap, Rectangle all) =>
        _locked = bitmap.LockBits(all, ImageLockMode.ReadWrite, PixelFormat.Format32bppArgb);

    public void Unlock(Bitmap bitmap)
    {
        bitmap.UnlockBits(_locked);
        _locked = null;
    }
}
