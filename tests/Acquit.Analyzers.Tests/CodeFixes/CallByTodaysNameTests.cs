using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.CallByTodaysName>;

namespace Acquit.Tests.CodeFixes;

public class CallByTodaysNameTests
{
    [Fact]
    public Task Changes_the_name() => Fix.FixesAsync(
        """
        public void Run(ulong start, Page[] pages)
        {
            int got = Gup.Pin(start, 4, GupFlags.None, pages);
            if (got > 0)
                Gup.{|ACQ402:PutUser|}(pages, got /* all of them */);
        }
        """,
        """
        public void Run(ulong start, Page[] pages)
        {
            int got = Gup.Pin(start, 4, GupFlags.None, pages);
            if (got > 0)
                Gup.Put(pages, got /* all of them */);
        }
        """);

    [Theory]
    [InlineData("GupFlags.Write", "GupFlags.Write | GupFlags.LongTerm")]
    [InlineData("GupFlags.None", "GupFlags.LongTerm")]
    [InlineData("0", "GupFlags.LongTerm")]
    [InlineData("given", "given | GupFlags.LongTerm")]
    [InlineData("given | GupFlags.Write", "given | GupFlags.Write | GupFlags.LongTerm")]
    [InlineData("GupFlags.LongTerm | GupFlags.Write", "GupFlags.LongTerm | GupFlags.Write")]
    [InlineData("write ? GupFlags.Write : given", "(write ? GupFlags.Write : given) | GupFlags.LongTerm")]
    [InlineData("flags: given", "flags: given | GupFlags.LongTerm")]
    public Task Passes_what_the_older_name_implied(string argument, string fixedArgument) => Fix.FixesAsync(
        $$"""
        public void Run(ulong start, Page[] pages, GupFlags given, bool write)
        {
            int got = Gup.{|ACQ402:PinLongterm|}(start, 4, {{argument}}, pages);
            if (got > 0)
                Gup.Put(pages, got);
        }
        """,
        $$"""
        public void Run(ulong start, Page[] pages, GupFlags given, bool write)
        {
            int got = Gup.Pin(start, 4, {{fixedArgument}}, pages);
            if (got > 0)
                Gup.Put(pages, got);
        }
        """);

    [Fact]
    public Task Changes_both_ends() => Fix.FixesAsync(
        """
        public void Run(ulong start, Page[] pages)
        {
            int got = Gup.{|ACQ402:PinLongterm|}(start, 4, GupFlags.Write, pages);
            if (got > 0)
                Gup.{|ACQ402:PutUser|}(pages, got);
        }
        """,
        """
        public void Run(ulong start, Page[] pages)
        {
            int got = Gup.Pin(start, 4, GupFlags.Write | GupFlags.LongTerm, pages);
            if (got > 0)
                Gup.Put(pages, got);
        }
        """);

    [Fact]
    public Task Changes_the_name_of_a_property_and_of_a_method_group() => Fix.FixesAsync(
        """
        public int Run(Action<Page[], int> then) => Gup.{|ACQ402:Number|};

        public int Start() => Run(Gup.{|ACQ402:PutUser|});
        """,
        """
        public int Run(Action<Page[], int> then) => Gup.Count;

        public int Start() => Run(Gup.Put);
        """);

    [Fact]
    public Task Has_nothing_to_offer_where_today_nothing_of_the_name_or_with_the_arguments_exists() => Fix.OffersNothingAsync(
        """
        public bool Run(Page page)
        {
            Gup.{|ACQ402:Fix|}(page);
            return Gup.{|ACQ402:IsThere|}(page, 0);
        }
        """);

    [Fact]
    public Task Has_nothing_to_offer_where_nothing_can_be_passed() => Fix.OffersNothingAsync(
        """
        public Func<ulong, int, GupFlags, Page[], int> Pin => Gup.{|ACQ402:PinLongterm|};
        """);
}
