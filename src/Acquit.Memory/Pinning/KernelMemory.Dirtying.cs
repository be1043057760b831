namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    /// <summary>
    /// A page that was found at a user's address belongs to a file nobody here has open: unless it is locked, the file may be
    /// truncated while it is marked.
    /// </summary>
    private void CheckKeepsFile(Page page, in CallSite site)
    {
        if (!Ledger.Enabled || page.IsLocked || page.Head.Mapping is not { } mapping)
        {
            return;
        }

        foreach (HeldResource held in Ledger.HoldsOf(page.Head))
        {
            if (held.Kind == ResourceKinds.PagePin
                || (held.Kind == ResourceKinds.PageRef && held.AcquiredAt.Api.StartsWith("GetUserPage", StringComparison.Ordinal)))
            {
                Warn(
                    $"{site.Api} marks {page} without its lock, and {mapping} may be truncated meanwhile: use {nameof(SetPageDirtyLock)}"
                    + $"{Ledger.Describe(page.Head)} [{site}]", site);
                return;
            }
        }
    }
}
