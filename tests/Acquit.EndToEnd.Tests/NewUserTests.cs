using Acquit.Cli.Tests.Browsing;
using Acquit.EndToEnd.Installation;

namespace Acquit.EndToEnd;

/// <summary>What somebody sees who follows the README.</summary>
public sealed class NewUserTests(ReadmeSteps steps, Chromium browser) : IClassFixture<ReadmeSteps>, IClassFixture<Chromium>
{
    [Fact]
    public void Every_output_that_the_readme_shows_is_written()
    {
        Assert.True(steps.Promises.Count >= 3);
        Assert.All(steps.Promises, promise => Assert.Contains(promise.Shown, promise.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void The_package_is_referenced_for_the_build_only()
    {
        var project = steps.Source("meter.csproj");
        Assert.Contains("Acquit.Analyzers", project, StringComparison.Ordinal);
        Assert.Contains("<PrivateAssets>all</PrivateAssets>", project, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fix_has_given_back_what_was_left() =>
        Assert.Equal(2, steps.Source("Program.cs").Split("pin.Free()").Length - 1);

    [Fact]
    public void The_own_api_is_reported_by_the_build_and_by_the_tool()
    {
        const string Misuse = "Probe.cs(16,22): warning ACQ101: ";
        Assert.Contains(Misuse, steps.OutputOf("dotnet build"), StringComparison.Ordinal);
        Assert.Contains(Misuse, steps.OutputOf("acquit check"), StringComparison.Ordinal);
        Assert.DoesNotContain("Program.cs", steps.OutputOf("acquit check"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_shows_the_path_in_a_browser()
    {
        var page = await BrowserPage.OpenAsync(browser.DevTools!, steps.Page);
        Assert.Empty(page.Complaints());
        Assert.Equal(1, (int)(await page.EvaluateAsync("document.querySelectorAll('article').length"))!.GetValue<double>());
        Assert.True((int)(await page.EvaluateAsync("document.querySelectorAll('.path circle').length"))!.GetValue<double>() > 1);
        Assert.Contains("Probe.Open(channel)", (await page.EvaluateAsync("document.body.innerText"))!.GetValue<string>(), StringComparison.Ordinal);
    }
}
