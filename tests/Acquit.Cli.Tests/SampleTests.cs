using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(CheckedSample))]

namespace Acquit.Cli.Tests;

/// <summary>The tool on a real project: the ported drivers, whose mistakes are known.</summary>
public partial class SampleTests(CheckedSample sample)
{
    [Fact]
    public void Findings_are_an_exit_code_and_no_error() => Assert.Equal((ExitCode.Findings, ""), (sample.Run.Code, sample.Run.Error));

    [Fact]
    public void The_sources_and_what_was_built_of_them_stay_as_they_were() => Assert.Equal(sample.Content.Before, sample.Content.After);

    [Fact]
    public void Every_mistake_is_found_and_nothing_else()
    {
        // What is expected has no lines: those are where the piece stands.
        var found = SarifFile.Results(sample.Sarif).Where(result => IsListed(result)).ToList();
        foreach (var (file, rule, member, piece) in Expected())
        {
            var match = found.Find(result =>
                result.File == "samples/PortedDrivers/" + file && result.Rule == rule && result.Member.Contains($".{member}(", StringComparison.Ordinal) &&
                File.ReadAllLines(Path.Combine(Repository.Folder, result.File))[result.Line - 1].Contains(piece, StringComparison.Ordinal));
            Assert.True(match is not null, $"{file}: {rule} in {member} at '{piece}' was not found.");
            found.Remove(match);
        }

        Assert.Empty(found.Select(result => $"{result.File}({result.Line}): {result.Rule}"));
    }

    [Fact]
    public void The_console_shows_the_lines_of_the_path_in_order()
    {
        // The page on the command shows the first line.
        var first = File.ReadLines(Path.Combine(Repository.Folder, "src", "Acquit.Analyzers", "Docs", "cli.md")).Single(line => line.StartsWith("AsPorted/", StringComparison.Ordinal));
        var text = sample.Run.Output;
        var at = text.IndexOf(first + "\n", StringComparison.Ordinal);
        Assert.True(at >= 0, first);
        var shown = text[at..text.IndexOf("\n\n", at, StringComparison.Ordinal)].Split('\n');
        var line = Place().Match(first).Groups["line"].Value;
        Assert.Contains(shown, row => row.StartsWith($"  {line} | ", StringComparison.Ordinal) && row.Contains("PinUserPagesFast", StringComparison.Ordinal));
        Assert.Contains(shown, row => row.EndsWith("^ 1 'PinUserPagesFast' takes it", StringComparison.Ordinal));
        Assert.Contains(" the method returns at line ", shown[^1], StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], shown.Select(row => StepNumber().Match(row)).Where(step => step.Success).Select(step => int.Parse(step.Groups[1].Value)).Take(3));
    }

    [Fact]
    public void Findings_are_grouped_by_file() => Assert.Equal(
        SarifFile.Results(sample.Sarif).Select(result => result.File["samples/PortedDrivers/".Length..]).Distinct(),
        sample.Run.Output.Split('\n').Where(line => line.EndsWith(".cs", StringComparison.Ordinal)));

    [Fact]
    public void Nothing_that_is_redirected_has_colours() => Assert.DoesNotContain('\u001b', sample.Run.Output);

    // As for the build: suggestions are listed where they are about the drivers.
    private static bool IsListed(SarifResult result) =>
        result.Element.GetProperty("level").GetString() == "warning" || result.File.Contains("/AsPorted/", StringComparison.Ordinal);

    private static IEnumerable<(string File, string Rule, string Member, string Piece)> Expected()
    {
        var file = "";
        foreach (var line in File.ReadLines(Path.Combine(Repository.Folder, "tests", "Acquit.Samples.Tests", "PortedDrivers.expected.txt")).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] != ' ')
            {
                file = line;
                continue;
            }

            var report = ExpectedReport().Match(line);
            Assert.True(report.Success, line);
            yield return (file, report.Groups["id"].Value, report.Groups["member"].Value, report.Groups["piece"].Value);
        }
    }

    [GeneratedRegex(@"^ +(?<id>ACQ\d{3}) (?<member>\w+) +(?<piece>.*?)( #\d)?$")]
    private static partial Regex ExpectedReport();

    [GeneratedRegex(@"[-^] (\d+) ")]
    private static partial Regex StepNumber();

    [GeneratedRegex(@"\((?<line>\d+),")]
    private static partial Regex Place();
}
