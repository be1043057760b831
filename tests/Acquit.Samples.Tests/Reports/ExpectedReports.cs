using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Samples.Reports;

/// <summary>The lists of what is reported about the samples as they were written, with lines found by what stands on them.</summary>
public static partial class ExpectedReports
{
    public static IReadOnlyList<ExpectedReport> All { get; } =
        [.. Read("PortedDrivers.expected.txt", SampleCompilation.Trees)];

    /// <summary>The one report of a rule in a method that has one.</summary>
    public static ExpectedReport Find(string file, string id, string member) =>
        All.Single(report => report.File == "AsPorted/" + file && report.Id == id && report.Member == member);

    /// <summary>What the list in a file expects of the sources of a sample.</summary>
    public static IEnumerable<ExpectedReport> Read(string list, IReadOnlyCollection<SyntaxTree> trees)
    {
        var file = "";
        foreach (var line in File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, list)).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] != ' ')
            {
                file = line;
                continue;
            }

            var report = Report().Match(line);
            Assert.True(report.Success, $"The line cannot be read: {line}");
            var member = report.Groups["member"].Value;
            var nth = report.Groups["nth"].Success ? int.Parse(report.Groups["nth"].Value) : 0;
            yield return new ExpectedReport(file, report.Groups["id"].Value, member, Find(trees, file, member, report.Groups["piece"].Value, nth));
        }
    }

    private static int Find(IReadOnlyCollection<SyntaxTree> trees, string file, string member, string piece, int nth)
    {
        var tree = trees.Single(tree => tree.FilePath == file);
        var method = tree.GetRoot().DescendantNodes().Single(node =>
            node is MethodDeclarationSyntax method && method.Identifier.Text == member ||
            node is ConstructorDeclarationSyntax constructor && constructor.Identifier.Text == member);
        var lines = tree.GetText().Lines
            .Where(line => line.Start >= method.FullSpan.Start && line.End <= method.FullSpan.End)
            .Where(line => line.ToString().Contains(piece, StringComparison.Ordinal))
            .Select(line => line.LineNumber + 1)
            .ToArray();
        Assert.True(
            nth == 0 ? lines.Length == 1 : lines.Length >= nth, $"{file}: {lines.Length} lines of {member} contain '{piece}'");
        return lines[Math.Max(nth - 1, 0)];
    }

    [GeneratedRegex(@"^ +(?<id>ACQ\d{3}) (?<member>\w+) +(?<piece>.*?)( #(?<nth>\d))?$")]
    private static partial Regex Report();
}
