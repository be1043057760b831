using Acquit.Cli.Checking;
using Acquit.Cli.Tests.Browsing;

namespace Acquit.Cli.Tests;

/// <summary>The page as a browser shows it.</summary>
public class HtmlTests(CheckedSample sample, Chromium browser) : IClassFixture<Chromium>
{
    private const string Contrast = """
        (() => {
          const parts = colour => colour.match(/[\d.]+/g).map(Number);
          const light = colour => { const [r, g, b] = parts(colour).map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
          const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; const p = parts(c); if (p.length < 4 || p[3] > 0) return c; } return 'rgb(255,255,255)'; };
          const low = [];
          for (const selector of ['h1', 'h2', 'h3', 'h3 a', '.severity', '.where', '.rules li', 'nav a em', 'nav i', '.gutter pre', '.note b', '.row', '.gap', '.gaps p', '.gaps b', '.k', '.m', '.n', '.s', '.c'])
            for (const e of document.querySelectorAll(selector)) {
              const a = light(getComputedStyle(e).color), b = light(behind(e));
              const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
              if (ratio < 4.5) low.push(selector + ' ' + ratio.toFixed(2) + ' ' + getComputedStyle(e).color + ' on ' + behind(e));
            }
          return [...new Set(low)].join('\n');
        })()
        """;

    [Fact]
    public async Task The_page_needs_nothing_but_itself()
    {
        var page = await BrowserPage.OpenAsync(browser.DevTools!, sample.Page);
        Assert.Equal([new Uri(sample.Page).AbsoluteUri], page.Requests());
        Assert.Empty(page.Complaints());
        Assert.Equal(0, await NumberAsync(page, "document.querySelectorAll('script, link, img, iframe, [onclick]').length"));
    }

    [Fact]
    public async Task Every_finding_is_there_and_can_be_reached()
    {
        var page = await BrowserPage.OpenAsync(browser.DevTools!, sample.Page);
        var findings = SarifFile.Results(sample.Sarif).Count;
        Assert.Equal(findings, await NumberAsync(page, "document.querySelectorAll('article').length"));
        Assert.Equal(findings, await NumberAsync(page, "document.querySelectorAll('nav a').length"));
        Assert.Equal(findings, await NumberAsync(page, "new Set([...document.querySelectorAll('nav a')].map(a => document.querySelector(a.getAttribute('href')))).size"));
    }

    [Fact]
    public async Task The_path_is_drawn_beside_its_lines()
    {
        var page = await BrowserPage.OpenAsync(browser.DevTools!, sample.Page);
        // Each numbered circle stands beside the note with its number, and the code above that note is marked.
        var wrong = await page.EvaluateAsync("""
            [...document.querySelectorAll('figure')].flatMap(figure => {
              const circles = [...figure.querySelectorAll('.path circle')].map(c => c.getBoundingClientRect());
              const numbers = [...figure.querySelectorAll('.path text')].map(t => t.textContent);
              const notes = [...figure.querySelectorAll('.note')];
              const rows = figure.querySelectorAll('.row').length;
              const bad = [];
              if (!notes.length || circles.length !== notes.length) bad.push('circles');
              if (figure.querySelectorAll('.path > path').length < circles.length - 1) bad.push('arrows');
              if (Math.abs(figure.querySelector('.path').getBoundingClientRect().height - rows * 22) > 1) bad.push('height');
              notes.forEach(note => {
                const box = note.getBoundingClientRect(), at = numbers.indexOf(note.querySelector('i').textContent);
                if (at < 0 || Math.abs(circles[at].y + circles[at].height / 2 - (box.y + box.height / 2)) > 2) bad.push('note ' + note.textContent);
                let above = note.previousElementSibling;
                while (above.classList.contains('note')) above = above.previousElementSibling;
                if (!above.querySelector('.at')) bad.push('no mark above ' + note.textContent);
              });
              return bad;
            }).join('\n')
            """);
        Assert.Equal("", wrong!.GetValue<string>());
        Assert.True(await NumberAsync(page, "document.querySelectorAll('.path circle').length") > 100);
    }

    [Theory]
    [InlineData(1600)]
    [InlineData(1280)]
    [InlineData(420)]
    public async Task Long_lines_scroll_and_the_page_does_not(int width)
    {
        var page = await BrowserPage.OpenAsync(browser.DevTools!, sample.Page, width);
        Assert.True(await NumberAsync(page, "document.documentElement.scrollWidth") <= width);
    }

    [Fact]
    public async Task The_page_is_light_or_dark_and_readable_in_both()
    {
        var backgrounds = new List<string>();
        foreach (var isDark in (bool[])[false, true])
        {
            var page = await BrowserPage.OpenAsync(browser.DevTools!, sample.Page, isDark: isDark);
            backgrounds.Add((await page.EvaluateAsync("getComputedStyle(document.body).backgroundColor"))!.GetValue<string>());
            Assert.Equal("", (await page.EvaluateAsync(Contrast))!.GetValue<string>());
        }

        Assert.Equal(2, backgrounds.Distinct().Count());
    }

    [Fact]
    public async Task What_stands_in_sources_is_text()
    {
        using var folder = TestFolder.With(("Probe.cs", TestFolder.Leak.Replace("var handle", "/* <script>document.title = 'run'</script> & \" */ var handle", StringComparison.Ordinal)));
        await folder.RunAsync("check", ".", "--html", "out.html");
        var page = await BrowserPage.OpenAsync(browser.DevTools!, folder.PathOf("out.html"));
        Assert.Contains("<script>document.title = 'run'</script> & \" */", (await page.EvaluateAsync("document.querySelector('.lines').textContent"))!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotEqual("run", (await page.EvaluateAsync("document.title"))!.GetValue<string>());
    }

    [Fact]
    public async Task Nothing_found_is_a_page_as_well()
    {
        using var folder = TestFolder.With(("Right.cs", "class Right { }"));
        await folder.RunAsync("check", ".", "--html", "out.html");
        var page = await BrowserPage.OpenAsync(browser.DevTools!, folder.PathOf("out.html"));
        Assert.Equal("Nothing found in 1 project, 1 file.", await TextAsync(page, "document.querySelector('main').innerText + document.querySelector('header p').innerText"));
        Assert.Equal(0, await NumberAsync(page, "document.querySelectorAll('.gaps').length"));
    }

    [Theory]
    [InlineData("does not compile (1 error)")]
    [InlineData("cannot be read: ")]
    [InlineData("could not be followed to the end: ")]
    public async Task Why_there_may_be_more_stands_under_the_title(string part)
    {
        using var folder = TestFolder.With(("Right.cs", "class Right { }"));
        var analyzers = ShippedRules.Analyzers;
        switch (part[0])
        {
            case 'd':
                folder.Write("Broken.cs", "class Broken { int Count<T>() => 1 }");
                break;
            case 'c' when part.StartsWith("cannot", StringComparison.Ordinal):
                File.CreateSymbolicLink(folder.PathOf("Gone.cs"), "nowhere");
                break;
            default:
                analyzers = [new Watcher(() => throw new InvalidOperationException("<b>It is broken.</b>"))];
                break;
        }

        var run = await Tool.RunAsync(folder.Path, analyzers, TestContext.Current.CancellationToken, "check", ".", "--html", "out.html");
        Assert.Equal(ExitCode.Incomplete, run.Code);
        foreach (var isDark in (bool[])[false, true])
        {
            var page = await BrowserPage.OpenAsync(browser.DevTools!, folder.PathOf("out.html"), width: 420, isDark);
            var box = await TextAsync(page, "document.querySelector('h1 + .gaps').innerText.split(/\\s+/).join(' ').trim()");
            Assert.Contains(part, box, StringComparison.Ordinal);
            Assert.Equal(run.Error, $"acquit: error: {box}\n");
            Assert.EndsWith(" What is reported may not be all there is.", box, StringComparison.Ordinal);
            Assert.True(await NumberAsync(page, "document.querySelector('.gaps').getBoundingClientRect().height") > 40);
            Assert.True(await NumberAsync(page, "document.documentElement.scrollWidth") <= 420);
            Assert.Equal("", await TextAsync(page, Contrast));
        }
    }

    [Theory]
    [InlineData("GCHandle.Alloc(target); ", "1 new finding in 1 file (1 project, 1 file checked). 1 accepted by the baseline. Each is drawn as the path on which it happens: follow the numbers.")]
    [InlineData("", "Nothing new found in 1 project, 1 file. 1 accepted by the baseline.")]
    public async Task With_a_baseline_the_page_counts_as_the_console_does(string more, string words)
    {
        using var folder = TestFolder.With(("Probe.cs", TestFolder.Leak));
        await folder.RunAsync("check", ".", "--baseline", "old.json", "--write-baseline");
        folder.Write("Probe.cs", TestFolder.Leak.Replace("handle.Free();", $"handle.Free(); {more}", StringComparison.Ordinal));
        var run = await folder.RunAsync("check", ".", "--baseline", "old.json", "--html", "out.html");
        var page = await BrowserPage.OpenAsync(browser.DevTools!, folder.PathOf("out.html"));
        Assert.Equal(words, await TextAsync(page, "document.querySelector('header p').innerText"));
        Assert.Contains(words.Split(" Each")[0] + "\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith($": {words.Split(" in ")[0]}", await TextAsync(page, "document.title"), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(BrowserPage page, string script) => (await page.EvaluateAsync(script))!.GetValue<string>();

    private static async Task<int> NumberAsync(BrowserPage page, string script) => (int)(await page.EvaluateAsync(script))!.GetValue<double>();
}
