using System.Runtime.CompilerServices;

namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private static readonly string[] DevPagemapKind = [ResourceKinds.DevPagemap];

    /// <summary>Finds the device a page frame belongs to, and keeps its pages there (get_dev_pagemap).</summary>
    /// <param name="pfn">A page frame number; any number.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The device's frames, with a reference; null when the frame is no device's page, or its end has begun.</returns>
    [return: Acquires(ResourceKinds.DevPagemap, When = "return != null", ReleasedBy = nameof(PutDevPagemap))]
    public DevPagemap? GetDevPagemap(
        ulong pfn,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        LookupPagemap(pfn, new CallSite(nameof(GetDevPagemap), member, file, line));

    /// <summary>Finds the device a page frame belongs to, beginning with the one that was found last (get_dev_pagemap in its older form).</summary>
    /// <remarks>
    /// The reference to <paramref name="cached"/> is the callee's from the call on. If the frame is one of its frames, the same is
    /// returned, with that reference, even when its end has begun. If not, that reference is dropped, and another device looked for.
    /// Either way only the result has to be put.
    /// </remarks>
    /// <param name="pfn">A page frame number; any number.</param>
    /// <param name="cached">What the call before has returned; null for the first.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <returns>The device's frames, with a reference; null when the frame is no device's page, or its end has begun.</returns>
    /// <exception cref="KernelBugException">There is no reference to <paramref name="cached"/>.</exception>
    [return: Acquires(ResourceKinds.DevPagemap, When = "return != null", ReleasedBy = nameof(PutDevPagemap))]
    // A literal null is a device, not the name of a calling method.
    [OverloadResolutionPriority(1)]
    public DevPagemap? GetDevPagemap(
        ulong pfn, [Consumes(ResourceKinds.DevPagemap, When = "cached != null")] DevPagemap? cached,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        CallSite site = new(nameof(GetDevPagemap), member, file, line);
        if (cached is not null)
        {
            if (cached.Contains(pfn))
            {
                return cached;
            }

            DropPagemap(cached, site);
        }

        return LookupPagemap(pfn, site);
    }

    /// <summary>Drops a reference from <see cref="GetDevPagemap(ulong, string, string, int)"/> (put_dev_pagemap).</summary>
    /// <param name="pgmap">The device's frames; null is ignored.</param>
    /// <param name="member">Filled in by the compiler: the calling method.</param>
    /// <param name="file">Filled in by the compiler: its source file.</param>
    /// <param name="line">Filled in by the compiler: the line of the call.</param>
    /// <exception cref="KernelBugException">There is no such reference.</exception>
    public void PutDevPagemap(
        [Releases(ResourceKinds.DevPagemap, When = "pgmap != null")] DevPagemap? pgmap,
        [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (pgmap is not null)
        {
            DropPagemap(pgmap, new CallSite(nameof(PutDevPagemap), member, file, line));
        }
    }

    private DevPagemap? LookupPagemap(ulong pfn, in CallSite site)
    {
        ThrowIfDisposed();
        if (Injection.Fails(site, out _) || pfn >= (ulong)frames.Length
            || FindPagemap(frames[pfn]) is not { } pgmap || !pgmap.TryGetLive())
        {
            return null;
        }

        Ledger.Take(pgmap, ResourceKinds.DevPagemap, site);
        return pgmap;
    }

    private void DropPagemap(DevPagemap pgmap, in CallSite site)
    {
        ThrowIfDisposed();
        if (!Ledger.Give(pgmap, DevPagemapKind, site))
        {
            // What is left are the references of its pages: dropping one of those would end the device's memory under them.
            Misuse(WrongRelease(pgmap, site), pgmap, site);
        }
        else if (!pgmap.TryPut())
        {
            throw Bug($"{pgmap} has no references left for {site.Api} to drop", pgmap, site);
        }
    }
}
