namespace Acquit.Memory;

public sealed partial class AddressSpace
{
    /// <summary>Moves a page of the file to where it may stay (migrate_pages); processes that have it mapped read it in again.</summary>
    /// <returns>False if somebody holds it, or there is no other page.</returns>
    internal bool Move(Page page, in CallSite site)
    {
        ulong index;
        lock (cache)
        {
            index = cache.FirstOrDefault(entry => entry.Value == page, new KeyValuePair<ulong, Page>(ulong.MaxValue, page)).Key;
        }

        if (index == ulong.MaxValue || iMmapLock.IsHeldByMe(forWrite: false))
        {
            return false;
        }

        kernel.UnmapFile(this, index, 1, evenCows: false, site);
        lock (cache)
        {
            if (!cache.TryGetValue(index, out Page? found) || found != page || !page.TryFreeze(1))
            {
                return false;
            }

            Page? target = kernel.TakeBlock(0, compound: false, zero: false);
            if (target is not null)
            {
                kernel.Store.Frames(page.Frame, 1).CopyTo(kernel.Store.Frames(target.Frame, 1));
                target.InheritFrom(page);
                target.Place(movable: false);
                target.Mapping = this;
                cache[index] = target;
                page.Mapping = null;
            }

            page.InitializeCount(1);
            if (target is not null)
            {
                kernel.DropReference(page, 1, 0, site);
            }

            return target is not null;
        }
    }
}
