using System.Text.RegularExpressions;
using Acquit.Analyzers;
using Acquit.Analyzers.Configuration;
using Acquit.Tests.Documentation;
using Acquit.Tests.Verification;
using Xunit;
using Verify = Acquit.Tests.Verification.CSharpAnalyzerVerifier<Acquit.Analyzers.PairingAnalyzer>;

namespace Acquit.Tests.Configuration;

/// <summary>What is written in <c>.editorconfig</c> is what holds.</summary>
public partial class OptionsTests
{
    private const string NamedForIt = """
        using System.Threading;

        public class C
        {
            private readonly object _gate = new();

            public void M(CancellationToken stop)
            {
                MARKED;
                stop.ThrowIfCancellationRequested();
                Monitor.Exit(_gate);
            }
        }
        """;

    private const string AnyCall = """
        using System.Threading;

        public class C
        {
            private readonly object _gate = new();

            public void M(System.Action action)
            {
                MARKED;
                action();
                Monitor.Exit(_gate);
            }
        }
        """;

    private const string Accessor = """
        using System.Threading;

        public class C
        {
            private readonly object _gate = new();

            public int M(System.Exception error)
            {
                MARKED;
                int code = error.HResult;
                Monitor.Exit(_gate);
                return code;
            }
        }
        """;

    [Theory]
    [InlineData("none", false, false, false)]
    [InlineData("throws", true, false, false)]
    [InlineData("calls", true, true, false)]
    [InlineData("all", true, true, true)]
    [InlineData("Calls", true, true, false)]
    [InlineData("sometimes", true, false, false)]
    [InlineData("", true, false, false)]
    public async Task Says_which_calls_throw(string value, bool named, bool calls, bool accessors)
    {
        await RunAsync(NamedForIt, $"acquit.exceptions = {value}", named);
        await RunAsync(AnyCall, $"acquit.exceptions = {value}", calls);
        await RunAsync(Accessor, $"acquit.exceptions = {value}", accessors);
    }

    [Fact]
    public async Task Holds_for_the_files_of_its_section_only()
    {
        var test = new Verify.Test();
        test.TestState.Sources.Add(("/0/Strict/One.cs", Marked(AnyCall, true)));
        test.TestState.Sources.Add(("/0/Lax/Two.cs", Marked(AnyCall, false).Replace("class C", "class D", StringComparison.Ordinal)));
        test.TestState.AnalyzerConfigFiles.Add(("/0/.editorconfig", "root = true\n[Strict/*.cs]\nacquit.exceptions = calls\n"));
        await test.RunAsync();
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("100000", false)]
    [InlineData("0", false)]
    [InlineData("-3", false)]
    [InlineData("many", false)]
    public async Task Says_when_a_method_is_given_up(string value, bool isGivenUp)
    {
        var test = new Verify.Test { TestCode = Branches(isGivenUp) };
        test.TestState.AnalyzerConfigFiles.Add(("/0/.editorconfig", $"root = true\n[*.cs]\nacquit.step_budget = {value}\n"));
        await test.RunAsync();
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    [InlineData("yes", false)]
    public async Task Says_whether_disposables_are_resources(string value, bool areMeant)
    {
        var made = "new System.IO.StreamReader(path)";
        var source = $$"""
            public class C
            {
                public int M(string path)
                {
                    var reader = {{(areMeant ? $"{{|ACQ101:{made}|}}" : made)}};
                    return reader.Read();
                }
            }
            """;
        var test = new Verify.Test { TestCode = source };
        test.TestState.AnalyzerConfigFiles.Add(("/0/.editorconfig", $"root = true\n[*.cs]\nacquit.disposables = {value}\n"));
        await test.RunAsync();
    }

    [Fact]
    public void The_page_names_every_option_and_its_default()
    {
        var rows = Row().Matches(PublishedRules.Read("options.md")).Select(row => (row.Groups["key"].Value, row.Groups["default"].Value));
        var options = AnalysisOptions.Default;
        Assert.Equal(
            [
                (AnalysisOptions.ThrowersKey, options.Throwers.ToString().ToLowerInvariant()),
                (AnalysisOptions.StepBudgetKey, $"{options.StepBudget}"),
                (AnalysisOptions.DisposablesKey, options.Disposables ? "true" : "false"),
            ],
            rows);
    }

    [Fact]
    public void The_page_names_every_value()
    {
        var page = PublishedRules.Read("options.md");
        Assert.All(Enum.GetNames<Throwers>(), name => Assert.Contains($"| `{name.ToLowerInvariant()}` |", page, StringComparison.Ordinal));
    }

    private static Task RunAsync(string source, string option, bool isReported)
    {
        var test = new Verify.Test { TestCode = Marked(source, isReported) };
        test.TestState.AnalyzerConfigFiles.Add(("/0/.editorconfig", $"root = true\n[*.cs]\n{option}\n"));
        return test.RunAsync();
    }

    private static string Marked(string source, bool isReported) =>
        source.Replace("MARKED", isReported ? "{|ACQ102:Monitor.Enter(_gate)|}" : "Monitor.Enter(_gate)", StringComparison.Ordinal);

    private static string Branches(bool isGivenUp) => $$"""
        using System.Threading;

        public class C
        {
            private readonly object _gate = new();

            {{(isGivenUp ? "{|ACQ903:public|}" : "public")}} void M(bool early)
            {
                {{(isGivenUp ? "Monitor.Enter(_gate)" : "{|ACQ101:Monitor.Enter(_gate)|}")}};
                if (early)
                    return;
                Monitor.Exit(_gate);
            }
        }
        """;

    [GeneratedRegex(@"^\| `(?<key>acquit\.\w+)` \| .* \| `(?<default>\w+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
