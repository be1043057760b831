using Acquit.EndToEnd.Installation;

namespace Acquit.EndToEnd;

/// <summary>How much is said, and how loudly, by the property <c>AcquitMode</c>.</summary>
public sealed class ModeTests(ModeProject project) : IClassFixture<ModeProject>
{
    [Theory]
    [InlineData(null, "ACQ101 warning", "ACQ102 note")]
    [InlineData("", "ACQ101 warning", "ACQ102 note")]
    [InlineData("Strict", "ACQ101 warning", "ACQ102 warning", "ACQ102 warning")]
    [InlineData("quiet", "ACQ101 note")]
    public async Task Each_has_its_severities(string? mode, params string[] expected) =>
        Assert.Equal(expected, await project.ReportsAsync(mode));

    [Theory]
    [InlineData(".editorconfig", "[*.cs]", "dotnet_analyzer_diagnostic.category-Acquit.Pairing.severity = warning")]
    [InlineData(".globalconfig", "is_global = true", "dotnet_diagnostic.ACQ101.severity = warning")]
    public async Task What_the_project_says_goes_before_it(string file, params string[] lines) =>
        Assert.Equal(["ACQ101 warning"], await project.ReportsAsync("Quiet", file, lines));

    [Fact]
    public async Task What_the_project_says_of_an_option_goes_before_it() =>
        Assert.Equal(
            ["ACQ101 warning", "ACQ102 warning"],
            await project.ReportsAsync("Strict", ".editorconfig", "[*.cs]", "acquit.exceptions = throws"));

    [Fact]
    public async Task Another_word_breaks_the_build_and_is_told_the_three()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => project.ReportsAsync("Loud"));
        Assert.Contains(
            "error ACQUIT001: The property AcquitMode is 'Loud'. It can be Default, Strict or Quiet.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("1 Error(s)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("0 Warning(s)", failure.Message, StringComparison.Ordinal);
    }
}
