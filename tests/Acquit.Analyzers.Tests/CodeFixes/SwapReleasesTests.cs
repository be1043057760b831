using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.SwapReleases>;

namespace Acquit.Tests.CodeFixes;

public class SwapReleasesTests
{
    [Fact]
    public Task Swaps_two_lines_with_the_comments_behind_them() => Fix.FixesAsync(
        """
        public void Run(Page first, Page second)
        {
            nint from = Mm.KmapLocal(first);
            nint to = Mm.KmapLocal(second);
            Hw.Write(from);

            // Both are read.
            {|ACQ109:Mm.KunmapLocal(from)|}; // the source
            Mm.KunmapLocal(to);
        }

        public void Other(Page first, Page second)
        {
            nint from = Mm.KmapLocal(first);
            nint to = Mm.KmapLocal(second);
            {|ACQ109:Mm.KunmapLocal(from)|};
            Mm.KunmapLocal(to);
        }
        """,
        """
        public void Run(Page first, Page second)
        {
            nint from = Mm.KmapLocal(first);
            nint to = Mm.KmapLocal(second);
            Hw.Write(from);

            // Both are read.
            Mm.KunmapLocal(to);
            Mm.KunmapLocal(from); // the source
        }

        public void Other(Page first, Page second)
        {
            nint from = Mm.KmapLocal(first);
            nint to = Mm.KmapLocal(second);
            Mm.KunmapLocal(to);
            Mm.KunmapLocal(from);
        }
        """);

    [Fact]
    public Task Offers_nothing_where_something_is_done_between_them() => Fix.OffersNothingAsync(
        """
        public void Run(Page first, Page second)
        {
            nint from = Mm.KmapLocal(first);
            nint to = Mm.KmapLocal(second);
            {|ACQ109:Mm.KunmapLocal(from)|};
            Hw.Write(to);
            Mm.KunmapLocal(to);
        }
        """);
}
