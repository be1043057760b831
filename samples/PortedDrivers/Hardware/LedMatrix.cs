using Acquit.Memory;

namespace PortedDrivers.Hardware;

/// <summary>A panel of 128 × 64 dots behind a slow bus. It is written in bands of eight rows, one byte for each column.</summary>
public sealed class LedMatrix
{
    public const int Width = 128;
    public const int Height = 64;
    public const int Bands = Height / 8;

    private readonly byte[] dots = new byte[Width * Bands];

    /// <summary>How many bands were written so far.</summary>
    public int BandsWritten { get; private set; }

    /// <summary>The bus does not answer.</summary>
    public bool IsDead { get; set; }

    public bool this[int x, int y] => (dots[(y / 8 * Width) + x] & (1 << (y % 8))) != 0;

    public int PowerOn() => IsDead ? -Errno.ENXIO : 0;

    public int WriteBand(int band, ReadOnlySpan<byte> columns)
    {
        if (IsDead)
            return -Errno.EIO;

        columns.CopyTo(dots.AsSpan(band * Width, Width));
        BandsWritten++;
        return 0;
    }
}
