using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Acquit.Memory;

public sealed partial class MmStruct
{
    private static bool HasPages(Span<Page> pages) => !Unsafe.IsNullRef(ref MemoryMarshal.GetReference(pages));

    private static void CheckPages(int count, Span<Page> pages)
    {
        if (HasPages(pages) && pages.Length < count)
        {
            throw new ArgumentException($"{count} pages were asked for, and there is room for {pages.Length}", nameof(pages));
        }
    }

    private static PageRequest RequestFor(FollFlags flags, in CallSite site) =>
        new((flags & FollFlags.Write) != 0 ? FaultFlags.Write : FaultFlags.None, site) { Foll = flags };

    /// <summary>Makes the call fail, or have less to do, if that was asked for.</summary>
    /// <returns>False if it fails.</returns>
    private bool TryInject(in CallSite site, ref int count, out int error)
    {
        error = 0;
        if (Kernel.Injection.Fails(site, count, out int injected, out int limit))
        {
            if (limit <= 0)
            {
                error = injected == 0 ? -Errno.EFAULT : injected;
                return false;
            }

            count = Math.Min(count, limit);
        }

        return true;
    }

    private void CheckLockNotHeld(in CallSite site)
    {
        if (KernelThread.Current.HoldsMmapLock(this))
        {
            Kernel.Warn(
                $"{site.Api} may take the mmap lock, which this thread holds{Kernel.Ledger.Describe(this)} [{site}]", site);
        }
    }

    private void Record(Span<Page> pages, in PageRequest request)
    {
        if (!Kernel.Ledger.Enabled)
        {
            return;
        }

        foreach (Page page in pages)
        {
            if (!request.Pin)
            {
                Kernel.Ledger.Take(page.Head, ResourceKinds.PageRef, request.Site);
            }
            else if (page != Kernel.ZeroPage)
            {
                Kernel.Ledger.Take(page.Head, ResourceKinds.PagePin, request.Site);
            }
        }
    }

    /// <summary>Gives back what was counted and recorded, each in its own family.</summary>
    private void GiveBack(Span<Page> pages, in PageRequest request)
    {
        CallSite site = request.Site;
        if (request.Pin)
        {
            UnpinUserPages(pages, pages.Length, site.Member, site.FilePath, site.Line);
        }
        else
        {
            ReleasePages(pages, pages.Length, site.Member, site.FilePath, site.Line);
        }

        pages.Clear();
    }
}
