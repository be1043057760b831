namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>The pages of all frames that are the allocator's, by number.</summary>
    internal ReadOnlySpan<Page> OrdinaryFrames => frames.AsSpan(0, TotalPages);

    /// <summary>
    /// As <see cref="GetDevPagemap(ulong, DevPagemap?, string, string, int)"/>, for the moment of a lookup, and with nobody recorded.
    /// </summary>
    internal DevPagemap? KeepPagemap(ulong pfn, DevPagemap? cached)
    {
        if (cached is not null)
        {
            if (cached.Contains(pfn))
            {
                return cached;
            }

            cached.TryPut();
        }

        return !Injection.FailsByName(nameof(GetDevPagemap), out _, out _)
            && FindPagemap(frames[pfn]) is { } pgmap && pgmap.TryGetLive() ? pgmap : null;
    }

    /// <summary>The kind of device whose page it is; null for any other page.</summary>
    internal MemoryDeviceType? DeviceTypeOf(Page page) => page.IsZoneDevice ? FindPagemap(page)?.Type : null;
}
