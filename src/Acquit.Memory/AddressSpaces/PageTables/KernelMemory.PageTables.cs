namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>The pages of all frames of ordinary memory, by number (mem_map).</summary>
    internal ReadOnlySpan<Page> FrameTable => frames;

    /// <summary>The page of a frame that a counted or device entry maps: there is one, or it would have been refused.</summary>
    internal Page MappedPage(ulong pfn) => pfn < (ulong)frames.Length ? frames[pfn] : PfnToPage(pfn);

    /// <summary>The bytes of a mapped frame.</summary>
    /// <returns>False for a bare frame number with no memory of ours behind it.</returns>
    internal bool TryFrameBytes(ulong pfn, out Span<byte> bytes)
    {
        bool ours = pfn < (ulong)frames.Length;
        bytes = ours ? Store.Frames((int)pfn, 1) : default;
        return ours;
    }
}
