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
}
