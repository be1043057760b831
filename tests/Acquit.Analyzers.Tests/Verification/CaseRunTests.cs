using System.Collections.Immutable;
using Xunit;

namespace Acquit.Tests.Verification;

public class CaseRunTests
{
    private static readonly CaseFile api = CaseFile.Parse("Api/Api.cs", "public class Api { public static int Call() => 0; }");

    [Fact]
    public async Task Accepts_what_the_comments_say() => Assert.Empty(await DifferencesAsync(
        """
        class C
        {
            void Temp() // ACQ002
            {
                int temp = Api.Call(); // ACQ001 "of 'Temp' wants"
                _ = temp;
            }
            void M() { } // nothing here
        }
        """));

    [Fact]
    public async Task Lists_what_is_missing() => Assert.Equal(
        ["""Case.cs(1): expected ACQ002, nothing reported""" + Environment.NewLine + "    class C { } // ACQ002"],
        await DifferencesAsync("class C { } // ACQ002"));

    [Fact]
    public async Task Lists_what_is_unexpected() => Assert.Equal(
        ["""Case.cs(3): unexpected ACQ002: 'Temp' wants a name""" + Environment.NewLine + "    void Temp() { }"],
        await DifferencesAsync("class C\n{\n    void Temp() { }\n}"));

    [Fact]
    public async Task A_message_without_the_fragment_is_missing_and_unexpected()
    {
        var differences = await DifferencesAsync("class C { void Temp() { } } // ACQ002 \"another message\"");
        Assert.Equal(2, differences.Length);
        Assert.Contains("expected ACQ002 \"another message\", nothing reported", differences[0], StringComparison.Ordinal);
        Assert.Contains("unexpected ACQ002: 'Temp' wants a name", differences[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_expectation_stands_for_one_report()
    {
        Assert.Empty(await DifferencesAsync("class C { void Temp() { } } class D { void Temp() { } } // ACQ002, ACQ002"));
        Assert.Single(await DifferencesAsync("class C { void Temp() { } } class D { void Temp() { } } // ACQ002"));
        Assert.Single(await DifferencesAsync("class C { void Temp() { } } // ACQ002, ACQ002"));
    }

    [Fact]
    public async Task A_choosy_expectation_picks_before_others() => Assert.Empty(await DifferencesAsync(
        "class C { void M() { int temp = 1; _ = temp; } void N() { int temp = 1; _ = temp; } } // ACQ001, ACQ001 \"of 'M'\""));

    [Fact]
    public void Errors_of_the_compiler_are_listed()
    {
        Assert.Empty(Run.Errors(Parse("class C { int M() => Api.Call(); }")));
        Assert.Contains("CS0117", Assert.Single(Run.Errors(Parse("class C { int M() => Api.Other(); }"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Top_level_statements_and_unsafe_code_compile()
    {
        Assert.Empty(Run.Errors(Parse("System.Console.WriteLine(Api.Call());")));
        Assert.Empty(Run.Errors(Parse("unsafe class C { int* p; }")));
    }

    [Fact]
    public void A_file_of_the_API_is_a_case_file_too() => Assert.Empty(Run.Errors(api));

    [Theory]
    [InlineData("class C { } // ACQ101 is what one would expect")]
    [InlineData("class C { } // ACQ101 ACQ102")]
    [InlineData("class C { } // ACQ101, \"message\"")]
    [InlineData("class C { } // ACQ1011")]
    [InlineData("// ACQ101\nclass C { }")]
    public void What_only_looks_like_an_expectation_is_an_error(string text) =>
        Assert.Contains("is not an expectation", Assert.Throws<VerificationException>(() => CaseFile.Parse("Case.cs", text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("// roslyn: 4.8\nclass C { }", "4.8")]
    [InlineData("// Collection expressions.\r\n// roslyn: 4.14\r\nclass C { }", "4.14")]
    [InlineData("class C { }", "0.0")]
    public void The_needed_compiler_is_read(string text, string needed) =>
        Assert.Equal(Version.Parse(needed), CaseFile.Parse("Case.cs", text).NeededRoslyn);

    private static CaseRun Run => new([api], []);

    private static CaseFile Parse(string text) => CaseFile.Parse("Case.cs", text);

    private static Task<ImmutableArray<string>> DifferencesAsync(string text) =>
        Run.DifferencesAsync(Parse(text), [new TempAnalyzer()], default);
}
