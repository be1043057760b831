namespace Acquit.Memory;

/// <summary>What has been found out by a walk that write-protects or cleans (wp_walk, clean_walk).</summary>
internal ref struct DirtyRecord
{
    /// <summary>A bit for each page of the file from <see cref="BitmapPgoff"/> on.</summary>
    public Span<ulong> Bitmap;

    public ulong BitmapPgoff;

    /// <summary>The first bit that is set, or a bound below it; with <see cref="End"/> 0, there is none.</summary>
    public ulong Start;

    /// <summary>The bit after the last that is set.</summary>
    public ulong End;

    /// <summary>How many entries were changed.</summary>
    public ulong Total;

    /// <summary>The range of the area that is walked, as its listeners were told.</summary>
    public ulong RangeStart;

    /// <summary>The end of that range.</summary>
    public ulong RangeEnd;
}
