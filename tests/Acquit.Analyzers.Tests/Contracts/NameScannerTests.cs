using System.Text;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Acquit.Tests.Contracts;

public class NameScannerTests
{
    private static readonly string[] Names = ["Free", "FreeHGlobal", "Alloc", "x", "Öffnen", "_pin"];

    [Theory]
    [InlineData("", "")]
    [InlineData("handle.Free();", "Free@7")]
    [InlineData("Free", "Free@0")]
    [InlineData("Freed FreeH Fre free AFree Free1 _Free", "")]
    [InlineData("FreeHGlobal(Free)", "FreeHGlobal@0 Free@12")]
    [InlineData("a.x=x", "x@2 x@4")]
    [InlineData("@Free", "Free@1")]
    [InlineData("// Free\n\"Alloc\"", "Free@3 Alloc@9")]
    [InlineData("_pin+Öffnen(ÖffnenX)", "_pin@0 Öffnen@5")]
    [InlineData("é.Free éFree", "Free@2")]
    [InlineData("Free\u00a0Alloc\u2028x", "Free@0 Alloc@5 x@11")]
    public void Whole_identifiers_are_found(string text, string expected) => Assert.Equal(expected, Found(SourceText.From(text)));

    [Theory]
    [InlineData(16 * 1024)]
    [InlineData(32 * 1024)]
    public void A_name_may_lie_across_the_end_of_a_buffer(int end)
    {
        for (var before = end - 12; before <= end + 1; before++)
        {
            var text = new string(' ', before) + "FreeHGlobal Free";
            Assert.Equal($"FreeHGlobal@{before} Free@{before + 12}", Found(SourceText.From(text)));
        }
    }

    [Fact]
    public void A_run_longer_than_a_buffer_is_passed_over()
    {
        var data = new string('A', 50_000);

        Assert.Equal($"Free@{data.Length + 1}", Found(SourceText.From(data + " Free")));
        Assert.Equal("", Found(SourceText.From(data + "Free")));
    }

    [Fact]
    public void Every_form_of_text_is_read_alike()
    {
        var random = new Random(17);
        var text = new StringBuilder();
        while (text.Length < 100_000)
        {
            text.Append(Names[random.Next(Names.Length)]).Append(" .(;ab1"[random.Next(7)]);
        }

        var plain = SourceText.From(text.ToString());
        var large = SourceText.From(new StringReader(text.ToString()), text.Length);
        var changed = plain.WithChanges(new TextChange(new TextSpan(50_000, 0), " Alloc "));
        var expected = Oracle(text.ToString());

        Assert.Equal(expected, Found(plain));
        Assert.Equal(expected, Found(large));
        Assert.Equal(Oracle(changed.ToString()), Found(changed));
    }

    [Fact]
    public void Any_tells_whether_something_would_be_found()
    {
        var scanner = new NameScanner(Names);

        Assert.True(scanner.Any(SourceText.From(new string(' ', 40_000) + "Free"), TestContext.Current.CancellationToken));
        Assert.False(scanner.Any(SourceText.From("Frees"), TestContext.Current.CancellationToken));
        Assert.False(new NameScanner([]).Any(SourceText.From("Free"), TestContext.Current.CancellationToken));
    }

    private static string Found(SourceText text)
    {
        var hits = new List<NameHit>();
        new NameScanner(Names).Find(text, hits, TestContext.Current.CancellationToken);
        return string.Join(' ', hits.Select(hit => $"{hit.Name}@{hit.Start}"));
    }

    private static string Oracle(string text) => string.Join(' ', System.Text.RegularExpressions.Regex.Matches(text, @"\w+")
        .Where(match => Names.Contains(match.Value))
        .Select(match => $"{match.Value}@{match.Index}"));
}
