using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Language;
using Xunit;

namespace Acquit.Tests.Contracts;

public class ConditionParserTests
{
    [Fact]
    public void Tests_are_joined_by_and()
    {
        var condition = ConditionParser.Parse("return > 0 && flags lacks PutPages", out var error);

        Assert.Null(error);
        Assert.Collection(
            condition!.Tests,
            first =>
            {
                Assert.True(first.OnReturn);
                Assert.Equal(TestOperator.Greater, first.Operator);
                Assert.Equal((ValueKind.Integer, 0L), (first.Right.Kind, first.Right.Number));
            },
            second =>
            {
                Assert.False(second.OnReturn);
                Assert.Equal(new WrittenName("flags", 14, 5), second.Left);
                Assert.Equal(TestOperator.Lacks, second.Operator);
                Assert.Equal((ValueKind.Name, "PutPages", 26), (second.Right.Kind, second.Right.Text, second.Right.Start));
            });
    }

    [Theory]
    [InlineData(">", TestOperator.Greater)]
    [InlineData(">=", TestOperator.GreaterOrEqual)]
    [InlineData("<", TestOperator.Less)]
    [InlineData("<=", TestOperator.LessOrEqual)]
    [InlineData("==", TestOperator.Equal)]
    [InlineData("!=", TestOperator.NotEqual)]
    [InlineData("has", TestOperator.Has)]
    [InlineData("lacks", TestOperator.Lacks)]
    public void Every_operator_is_read(string written, object expected) =>
        Assert.Equal(expected, Assert.Single(ConditionParser.Parse($"n {written} m", out _)!.Tests).Operator);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-12", -12)]
    [InlineData("0x1F", 31)]
    [InlineData("1_000", 1000)]
    [InlineData("16u", 16)]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    [InlineData("null", 0)]
    [InlineData("0xFFFFFFFFFFFFFFFF", -1)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public void Values_are_numbers(string written, long expected) =>
        Assert.Equal(expected, Assert.Single(ConditionParser.Parse("n == " + written, out _)!.Tests).Right.Number);

    [Theory]
    [InlineData("return>0")]
    [InlineData("  return  >  0  ")]
    public void Blanks_do_not_matter(string text) => Assert.Single(ConditionParser.Parse(text, out _)!.Tests);

    [Fact]
    public void An_at_sign_makes_a_parameter_of_a_word()
    {
        var test = Assert.Single(ConditionParser.Parse("@return == 1", out _)!.Tests);

        Assert.False(test.OnReturn);
        Assert.Equal("return", test.Left.Name);
    }

    [Theory]
    [InlineData("", 0, 0, "ends too early: expected 'return' or a parameter's name")]
    [InlineData("return", 0, 6, "ends too early: expected an operator")]
    [InlineData("return >", 7, 1, "ends too early: expected a value after '>'")]
    [InlineData("return > 0 &&", 11, 2, "ends too early: expected 'return' or a parameter's name")]
    [InlineData("return = 0", 7, 1, "did you mean '=='?")]
    [InlineData("return lack 0", 7, 4, "did you mean 'lacks'?")]
    [InlineData("return => 0", 7, 2, "expected an operator")]
    [InlineData("0 < return", 0, 1, "expected 'return' or a parameter's name, found '0'")]
    [InlineData("n < return", 4, 6, "turn the test round")]
    [InlineData("n < 99999999999999999999", 4, 20, "expected a value")]
    [InlineData("n < -9223372036854775809", 4, 20, "expected a value")]
    [InlineData("n < \"x\"", 4, 1, "expected a value")]
    [InlineData("n < 1 || n > 2", 6, 2, "write the contract twice")]
    [InlineData("n < 1 or n > 2", 6, 2, "write the contract twice")]
    [InlineData("n < 1, n > 2", 5, 1, "expected '&&' or the end")]
    [InlineData("!taken", 0, 1, "expected 'return' or a parameter's name")]
    public void A_mistake_is_told_where_it_is(string text, int start, int length, string message)
    {
        Assert.Null(ConditionParser.Parse(text, out var error));

        Assert.Equal((start, length), (error!.Value.Start, error.Value.Length));
        Assert.Contains(message, error.Value.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_condition_inside_a_line_ends_after_its_last_test()
    {
        const string line = "when count > 0 && return == count count return";

        var condition = ConditionParser.ParsePrefix(line, 5, line.Length, out var end, out var error);

        Assert.Null(error);
        Assert.Equal(2, condition!.Tests.Length);
        Assert.Equal("count return", line[end..].Trim());
    }
}
