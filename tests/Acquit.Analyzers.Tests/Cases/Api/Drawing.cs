// A stand-in for System.Drawing.Common, of which the compilation of these cases has nothing.
namespace System.Drawing
{
    public sealed class Bitmap
    {
        public extern int Width { get; }

        public extern Imaging.BitmapData LockBits(Rectangle rect, Imaging.ImageLockMode flags, Imaging.PixelFormat format);

        public extern Imaging.BitmapData LockBits(
            Rectangle rect, Imaging.ImageLockMode flags, Imaging.PixelFormat format, Imaging.BitmapData bitmapData);

        public extern void UnlockBits(Imaging.BitmapData bitmapdata);
    }
}

namespace System.Drawing.Imaging
{
    public enum ImageLockMode
    {
        ReadOnly = 1,
        ReadWrite = 3,
    }

    public enum PixelFormat
    {
        Format32bppArgb = 2498570,
    }

    public sealed class BitmapData
    {
        public IntPtr Scan0 { get; set; }

        public int Stride { get; set; }
    }
}
