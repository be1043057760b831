using Xunit;

namespace Acquit.Memory.Tests.Pages;

public sealed class PageCountTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(4096, 1)]
    [InlineData(4097, 2)]
    [InlineData((long)int.MaxValue << 12, int.MaxValue)]
    public void Bytes_are_covered_by_whole_pages(long bytes, int pages) => Assert.Equal(pages, Page.Count(bytes));

    [Fact]
    public void What_no_count_can_say_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Page.Count(-1));
        Assert.Throws<OverflowException>(() => Page.Count(((long)int.MaxValue << 12) + 1));
        Assert.Throws<OverflowException>(() => Page.Count(long.MaxValue));
    }
}
