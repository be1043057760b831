using Acquit.Analyzers.Contracts.Language;
using Xunit;

namespace Acquit.Tests.Contracts;

public class NearNameTests
{
    private static readonly string[] Names = ["PutPages", "Write", "LongTerm"];

    [Theory]
    [InlineData("PutPage", "PutPages")]
    [InlineData("putpages", "PutPages")]
    [InlineData("Wirte", "Write")]
    [InlineData("LongTrem", "LongTerm")]
    public void A_slip_is_recognised(string written, string meant) => Assert.Equal(meant, NearName.Find(written, Names));

    [Theory]
    [InlineData("Force")]
    [InlineData("")]
    [InlineData("Pages")]
    public void Another_word_is_not(string written) => Assert.Null(NearName.Find(written, Names));

    [Fact]
    public void What_stands_there_already_is_no_advice()
    {
        Assert.Null(NearName.Find("Write", ["Write"]));
        Assert.Equal("Writ", NearName.Find("Write", ["Write", "Writ"]));
    }
}
