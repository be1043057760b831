namespace Acquit.Memory;

/// <summary>What a driver does for the pages of its device (struct dev_pagemap_ops).</summary>
public sealed record DevPagemapOps
{
    /// <summary>
    /// A page has become idle: the driver may give it to somebody else (page_free). Needed for <see cref="MemoryDeviceType.Private"/>
    /// and <see cref="MemoryDeviceType.FsDax"/>. Called by whoever dropped the last reference but one, in any context. What it
    /// throws reaches that caller; the page is idle all the same.
    /// </summary>
    public Action<Page>? PageFree { get; init; }
}
