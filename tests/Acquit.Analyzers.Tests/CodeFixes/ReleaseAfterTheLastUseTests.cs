using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseAfterTheLastUse>;

namespace Acquit.Tests.CodeFixes;

public class ReleaseAfterTheLastUseTests
{
    [Fact]
    public Task Moves_below_the_last_use_with_its_comments() => Fix.FixesAsync(
        """
        public int Run()
        {
            Page page = Mm.NewPage();
            page.Index = 1;

            // Nobody else has it.
            Mm.FreePage(page); // gone
            {|ACQ105:page.Index|} = 2;
            int index = page.Index;

            return index;
        }

        public int Other()
        {
            Page page = Mm.NewPage();
            Mm.FreePage(page);
            return {|ACQ105:page.Index|};
        }
        """,
        """
        public int Run()
        {
            Page page = Mm.NewPage();
            page.Index = 1;

            page.Index = 2;
            int index = page.Index;
            // Nobody else has it.
            Mm.FreePage(page); // gone

            return index;
        }

        public int Other()
        {
            Page page = Mm.NewPage();
            var result = page.Index;
            Mm.FreePage(page);
            return result;
        }
        """);

    [Fact]
    public Task Goes_behind_what_views_of_it_are_used_for() => Fix.FixesAsync(
        """
        public int Run()
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
            ArrayPool<byte>.Shared.Return(buffer);
            Span<byte> view = {|ACQ105:buffer|}.AsSpan(0, 4);
            view.Clear();
            int first = view[0];
            return first;
        }
        """,
        """
        public int Run()
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
            Span<byte> view = buffer.AsSpan(0, 4);
            view.Clear();
            int first = view[0];
            ArrayPool<byte>.Shared.Return(buffer);
            return first;
        }
        """);

    [Fact]
    public Task Goes_behind_conditions_and_loops_that_use_it() => Fix.FixesAsync(
        """
        public int Run(int n)
        {
            Page page = Mm.NewPage();
            Mm.FreePage(page);
            int sum = 0;
            for (int i = 0; i < n; i++)
            {
                if (i == 3)
                    continue;
                sum += {|ACQ105:page.Index|};
            }

            if (sum > 3)
                {|ACQ105:page.Index|} = 0;
            return sum;
        }
        """,
        """
        public int Run(int n)
        {
            Page page = Mm.NewPage();
            int sum = 0;
            for (int i = 0; i < n; i++)
            {
                if (i == 3)
                    continue;
                sum += page.Index;
            }

            if (sum > 3)
                page.Index = 0;
            Mm.FreePage(page);
            return sum;
        }
        """);

    [Fact]
    public Task Takes_what_it_throws_before() => Fix.FixesAsync(
        """
        public void Run()
        {
            Page page = Mm.NewPage();
            Mm.FreePage(page);
            throw new InvalidOperationException("Page " + {|ACQ105:page.Index|});
        }
        """,
        """
        public void Run()
        {
            Page page = Mm.NewPage();
            var exception = new InvalidOperationException("Page " + page.Index);
            Mm.FreePage(page);
            throw exception;
        }
        """);

    [Fact]
    public Task Offers_nothing_where_the_use_hands_it_on() => Fix.OffersNothingAsync(
        """
        public interface IRegistry
        {
            void Register(Page page);
        }

        public void Registered(IRegistry registry)
        {
            Page page = Mm.NewPage();
            Mm.FreePage(page);
            registry.Register({|ACQ105:page|});
        }
        """);

    [Fact]
    public Task Offers_nothing_where_something_else_is_taken_or_left_in_between() => Fix.OffersNothingAsync(
        """
        public int Taken()
        {
            Page page = Mm.NewPage();
            Mm.FreePage(page);
            Page other = Mm.NewPage();
            int index = {|ACQ105:page.Index|};
            Mm.FreePage(other);
            return index;
        }

        public int Left(bool early)
        {
            Page page = Mm.NewPage();
            Mm.FreePage(page);
            if (early)
                return 0;
            return {|ACQ105:page.Index|};
        }

        public int InAnotherBranch(bool early)
        {
            Page page = Mm.NewPage();
            if (early)
                Mm.FreePage(page);
            int index = {|ACQ105:page.Index|};
            if (!early)
                Mm.FreePage(page);
            return index;
        }

        public int Renamed(Page other)
        {
            Page page = Mm.NewPage();
            Page same = page;
            Mm.FreePage(page);
            page = other;
            return {|ACQ105:same.Index|};
        }
        """);
}
