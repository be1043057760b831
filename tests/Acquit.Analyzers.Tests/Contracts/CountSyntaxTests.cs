using Acquit.Analyzers.Contracts.Language;
using Xunit;

namespace Acquit.Tests.Contracts;

public class CountSyntaxTests
{
    [Fact]
    public void A_count_is_the_result() => Assert.Equal(new CountSyntax(true, null, null), CountSyntax.Parse("return", out _));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("512", 512)]
    public void A_count_is_a_number(string text, long number) => Assert.Equal(new CountSyntax(false, number, null), CountSyntax.Parse(text, out _));

    [Theory]
    [InlineData("count")]
    [InlineData("@count")]
    [InlineData(" count ")]
    public void A_count_is_a_parameter(string text) => Assert.Equal(new CountSyntax(false, null, "count"), CountSyntax.Parse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("count + 1")]
    [InlineData("1.5")]
    [InlineData("*")]
    public void Anything_else_is_a_mistake(string text)
    {
        Assert.Null(CountSyntax.Parse(text, out var error));
        Assert.Equal((0, text.Length), (error!.Value.Start, error.Value.Length));
        Assert.Contains("as the count", error.Value.Message, StringComparison.Ordinal);
    }
}
