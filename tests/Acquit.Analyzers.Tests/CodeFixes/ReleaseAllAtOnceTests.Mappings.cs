using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseAllAtOnce>;

namespace Acquit.Tests.CodeFixes;

/// <summary>What is looked up again to be released, and what a mapping could own.</summary>
public class ReleaseAllAtOnceTestsOfMappings
{
    [Fact]
    public Task Has_a_mapping_own_its_pages() => Fix.FixesAsync(
        """
        public int Run(Page[] pages)
        {
            VmArea? area = Vmalloc.Vmap(pages, VmapFlags.None);
            if (area == null)
            {
                Mm.ReleasePages(pages, pages.Length);
                return -Errno.NoMem;
            }

            int length = area.Length;
            Vmalloc.Vunmap(area);
            // Both go.
            {|ACQ403:for (int i = 0; i < pages.Length; i++)
                Mm.PutPage(pages[i]);|}
            return length;
        }
        """,
        """
        public int Run(Page[] pages)
        {
            VmArea? area = Vmalloc.Vmap(pages, VmapFlags.PutPages);
            if (area == null)
            {
                Mm.ReleasePages(pages, pages.Length);
                return -Errno.NoMem;
            }

            int length = area.Length;
            Vmalloc.Vfree(area);
            // Both go.
            return length;
        }
        """);

    [Fact]
    public Task Adds_the_flag_to_others_on_every_way() => Fix.FixesAsync(
        """
        public int Run(Page[] pages, int n, bool bad)
        {
            int i;
            VmArea? area = Vmalloc.Vmap(pages.AsSpan(0, n), VmapFlags.Map);
            if (area == null)
                goto put;

            if (bad)
            {
                Vmalloc.Vunmap(area);
                {|ACQ403:for (i = 0; i < n; i++)
                    Mm.PutPage(pages[i]);|}
                return -Errno.IO;
            }

            Vmalloc.Vunmap(area);
            Mm.ReleasePages(pages, n);
            return 0;

        put:
            Mm.ReleasePages(pages, n);
            return -Errno.NoMem;
        }
        """,
        """
        public int Run(Page[] pages, int n, bool bad)
        {
            VmArea? area = Vmalloc.Vmap(pages.AsSpan(0, n), VmapFlags.Map | VmapFlags.PutPages);
            if (area == null)
                goto put;

            if (bad)
            {
                Vmalloc.Vfree(area);
                return -Errno.IO;
            }

            Vmalloc.Vfree(area);
            return 0;

        put:
            Mm.ReleasePages(pages, n);
            return -Errno.NoMem;
        }
        """);

    [Fact]
    public Task Reads_nothing_again() => Fix.FixesAsync(
        """
        private readonly Mapping _file = new();
        private VmArea? _area;

        public int Map()
        {
            Page[] pages = new Page[_file.Pages];
            for (int i = 0; i < pages.Length; i++)
            {
                Page? page = _file.Read(i);
                if (page == null)
                {
                    Mm.ReleasePages(pages, i);
                    return -Errno.NoMem;
                }

                pages[i] = page;
            }

            _area = Vmalloc.Vmap(pages, VmapFlags.None);
            if (_area == null)
            {
                Mm.ReleasePages(pages, pages.Length);
                return -Errno.NoMem;
            }

            return 0;
        }

        public void Unmap()
        {
            Vmalloc.Vunmap(_area);
            {|ACQ403:for (int i = 0; i < _file.Pages; i++)
            {
                Page? page = _file.Read(i);
                if (page != null)
                {
                    Mm.PutPage(page);
                    Mm.PutPage(page);
                }
            }|}

            _area = null;
        }
        """,
        """
        private readonly Mapping _file = new();
        private VmArea? _area;

        public int Map()
        {
            Page[] pages = new Page[_file.Pages];
            for (int i = 0; i < pages.Length; i++)
            {
                Page? page = _file.Read(i);
                if (page == null)
                {
                    Mm.ReleasePages(pages, i);
                    return -Errno.NoMem;
                }

                pages[i] = page;
            }

            _area = Vmalloc.Vmap(pages, VmapFlags.PutPages);
            if (_area == null)
            {
                Mm.ReleasePages(pages, pages.Length);
                return -Errno.NoMem;
            }

            return 0;
        }

        public void Unmap()
        {
            Vmalloc.Vfree(_area);

            _area = null;
        }
        """);

    [Theory]
    [InlineData("Mm.FreePage(Vmalloc.VirtToPage(start + (ulong)i));", "Vmalloc.FreePageAddress(start + (ulong)i);")]
    [InlineData("{\n        Page page = Vmalloc.VirtToPage(start + (ulong)i);\n        Mm.FreePage(page);\n    }", "{\n        Vmalloc.FreePageAddress(start + (ulong)i);\n    }")]
    [InlineData("{\n        if (Vmalloc.VirtToPage(start) is { } page)\n            Mm.FreePage(page);\n        start += 4096;\n    }", "{\n        Vmalloc.FreePageAddress(start);\n        start += 4096;\n    }")]
    public Task Releases_by_the_address(string body, string mended) => Fix.FixesAsync(
        $$"""
        public void Run(ulong start, int n)
        {
            {|ACQ403:for (int i = 0; i < n; i++)
                {{body}}|}
        }
        """,
        $$"""
        public void Run(ulong start, int n)
        {
            for (int i = 0; i < n; i++)
                {{mended}}
        }
        """);

    // What was found ends the loop, or is read after it.
    [Theory]
    [InlineData("{|ACQ403:while (true)\n    {\n        Page? page = Vmalloc.VirtToPage(start);\n        if (page is null)\n            break;\n        Mm.FreePage(page);\n        start += 4096;\n    }|}")]
    [InlineData("Page? page = null;\n    {|ACQ403:for (int i = 0; i < n; i++)\n    {\n        page = Vmalloc.VirtToPage(start + (ulong)i);\n        Mm.FreePage(page);\n    }|}\n\n    if (page is null)\n        start = 0;")]
    public Task Leaves_what_it_cannot_do_without(string body) => Fix.OffersNothingAsync(
        $$"""
        public void Run(ulong start, int n)
        {
            {{body}}
        }
        """);

    // Where what was acquired could be kept is for the author to say.
    [Fact]
    public Task Keeps_nothing_by_itself() => Fix.OffersNothingAsync(
        """
        public void Run(VmArea area, int n)
        {
            {|ACQ403:for (int i = 0; i < n; i++)
                Mm.PutPage(Vmalloc.VmallocToPage(area, i));|}
        }
        """);
}
