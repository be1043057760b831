using System;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// A private field whose content is handed only to the release of something else: what it holds stays held.
internal sealed class AreaFreedAsAnother
{
    private VmArea _area;

    public void Open(Page[] pages) => _area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None); // ACQ108

    public void Close() => Vmalloc.Vfree(_area);
}

internal sealed class PageUnpinnedOnly
{
    private Page _log;

    public bool Start()
    {
        if (_log != null)
            return false;
        _log = Mm.NewPage(); // ACQ108
        return _log != null;
    }

    public void Stop()
    {
        if (_log == null)
            return;
        Mm.UnpinUserPage(_log);
        _log = null;
    }
}

internal sealed class BlockFreedAsAnother
{
    private IntPtr _block;

    public void Begin() => _block = Marshal.AllocHGlobal(64); // ACQ108

    public void End() => Marshal.FreeCoTaskMem(_block);
}

// By the right one as well, or by one of several kinds, or by who knows what.
internal sealed class AreaFreedRightlySomewhere
{
    private VmArea _area;

    public void Open(Page[] pages) => _area = Vmalloc.Vmap(pages, pages.Length, VmapFlags.None);

    public void Discard() => Vmalloc.Vfree(_area);

    public void Close() => Vmalloc.Vunmap(_area);
}

internal sealed class BlockFreedByReleaseOfSeveral
{
    private nint _block;

    public void Begin() => _block = Slab.Kmalloc(64);

    public void End() => Slab.Kvfree(_block);
}

internal sealed class PageHandedOnAsWell
{
    private Page _log;

    public void Start() => _log = Mm.NewPage();

    public void Detach() => Mm.UnpinUserPage(_log);

    public void Stop(Action<Page> end) => end(_log);
}
