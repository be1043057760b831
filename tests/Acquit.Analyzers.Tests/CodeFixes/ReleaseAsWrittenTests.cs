using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseAsWritten>;

namespace Acquit.Tests.CodeFixes;

public class ReleaseAsWrittenTests
{
    [Fact]
    public Task Calls_the_release_that_marks() => FixesAsync(
        """
        Data.Receive(pages, got);
        {|ACQ404:Mm.UnpinUserPages(pages, got)|};
        """,
        """
        Data.Receive(pages, got);
        Mm.UnpinUserPagesDirty(pages, got, true);
        """);

    [Fact]
    public Task Tells_the_release_to_mark() => FixesAsync(
        """
        Data.Receive(pages, got);
        {|ACQ404:Mm.UnpinUserPagesDirty(pages, got, false)|};
        """,
        """
        Data.Receive(pages, got);
        Mm.UnpinUserPagesDirty(pages, got, true);
        """);

    [Fact]
    public Task Takes_out_a_mark_that_comes_too_late() => FixesAsync(
        """
        Data.Receive(pages, got);
        {|ACQ404:Mm.UnpinUserPages(pages, got)|};
        for (int i = 0; i < got; i++)
            Data.MarkLocked(pages[i]);
        """,
        """
        Data.Receive(pages, got);
        Mm.UnpinUserPagesDirty(pages, got, true);
        """);

    [Fact]
    public Task Takes_out_a_mark_without_the_lock() => FixesAsync(
        """
        Data.Receive(pages, got);
        for (int i = 0; i < got; i++)
        {
            Data.Mark(pages[i]);
        }

        {|ACQ404:Mm.UnpinUserPages(pages, got)|};
        """,
        """
        Data.Receive(pages, got);

        Mm.UnpinUserPagesDirty(pages, got, true);
        """);

    [Fact]
    public Task Does_not_mark_what_was_only_read() => FixesAsync(
        """
        Data.Send(pages, got);
        {|ACQ404:Mm.UnpinUserPagesDirty(pages, got, true)|};
        """,
        """
        Data.Send(pages, got);
        Mm.UnpinUserPagesDirty(pages, got, false);
        """);

    [Fact]
    public Task Takes_out_marks_on_what_was_only_read() => FixesAsync(
        """
        Data.Send(pages, got);
        for (int i = 0; i < got; i++)
            Data.MarkLocked(pages[i]);
        {|ACQ404:Mm.UnpinUserPages(pages, got)|};
        """,
        """
        Data.Send(pages, got);
        Mm.UnpinUserPages(pages, got);
        """);

    [Fact]
    public Task Turns_the_direction_round() => Fix.FixesAsync(
        """
        public void Run(ulong start, Page[] pages, bool read)
        {
            int got = Mm.PinUserPages(start, 4, pages);
            if (got <= 0)
                return;
            if (read)
                Data.Receive(pages, got);
            else
                Data.Send(pages, got);
            {|ACQ404:Mm.UnpinUserPagesDirty(pages, got, !read)|};
        }
        """,
        """
        public void Run(ulong start, Page[] pages, bool read)
        {
            int got = Mm.PinUserPages(start, 4, pages);
            if (got <= 0)
                return;
            if (read)
                Data.Receive(pages, got);
            else
                Data.Send(pages, got);
            Mm.UnpinUserPagesDirty(pages, got, read);
        }
        """);

    [Fact]
    public Task Releases_one_page_as_an_array() => Fix.FixesAsync(
        """
        public void Run(ulong start)
        {
            var page = Mm.PinUserPage(start);
            if (page == null)
                return;
            page.Bytes.Clear();
            {|ACQ404:Mm.UnpinUserPage(page)|};
        }
        """,
        """
        public void Run(ulong start)
        {
            var page = Mm.PinUserPage(start);
            if (page == null)
                return;
            page.Bytes.Clear();
            Mm.UnpinUserPagesDirty(new[] { page }, 1, true);
        }
        """);

    private static Task FixesAsync(string body, string fixedBody) => Fix.FixesAsync(InMethod(body), InMethod(fixedBody));

    private static string InMethod(string body) =>
        $$"""
        public void Run(ulong start, Page[] pages)
        {
            int got = Mm.PinUserPages(start, 4, pages);
            if (got <= 0)
                return;
        {{string.Join("\n", body.Split('\n').Select(line => line.Length == 0 ? "" : "    " + line))}}
        }
        """;
}
