using System.Reflection;
using System.Text.RegularExpressions;
using Acquit.Memory;
using Acquit.Samples.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Acquit.Samples.Documentation;

/// <summary>What the pages of the memory layer name is there, and their examples are correct programs.</summary>
public partial class MemoryReadmeTests
{
    private const BindingFlags AnyMember =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string folder = Path.Combine(
        typeof(MemoryReadmeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Repository").Value!,
        "src", "Acquit.Memory");

    private static readonly HashSet<string> names =
    [
        .. from type in typeof(KernelMemory).Assembly.GetTypes()
           from name in type.GetMembers(AnyMember).Select(member => member.Name).Append(type.Name.Split('`')[0])
           select name,
    ];

    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(folder, "README.md", SearchOption.AllDirectories).Select(page => Path.GetRelativePath(folder, page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_the_tables_say_is_here_is_here(string page)
    {
        string[] rows = [.. File.ReadLines(Path.Combine(folder, page)).Where(line => line.StartsWith('|'))];
        Assert.NotEmpty(rows);
        int column = rows[0].Split('|').Select(cell => cell.Trim()).ToList().FindIndex(cell => cell.StartsWith("here", StringComparison.Ordinal));
        Assert.True(column > 0, $"{page} has no column for what is here");
        Assert.All(
            from row in rows.Skip(2)
            let cells = row.Split('|')
            where cells.Length > column
            from match in Code().Matches(cells[column])
            let code = match.Groups["code"].Value
            where !code.Contains('/') && !code.StartsWith("Acquit.", StringComparison.Ordinal)
            from word in Word().Matches(code)
            select (Name: word.Groups["name"].Value, Part: word.Groups["part"].Success, row),
            found => Assert.True(
                found.Part ? names.Any(name => name.EndsWith(found.Name, StringComparison.Ordinal)) : names.Contains(found.Name),
                $"{found.Name} in {found.row}"));
    }

    [Fact]
    public void Every_room_is_in_the_overview_and_has_a_page()
    {
        string overview = File.ReadAllText(Path.Combine(folder, "README.md"));
        Assert.All(
            Directory.EnumerateDirectories(folder).Select(room => Path.GetFileName(room)!).Where(room => room is not ("bin" or "obj")),
            room => Assert.Contains($"/src/Acquit.Memory/{room}/README.md)", overview, StringComparison.Ordinal));
    }

    public static TheoryData<string> Examples =>
        [.. Example().Matches(File.ReadAllText(Path.Combine(folder, "README.md"))).Select(match => match.Groups["code"].Value)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Each_example_compiles_and_keeps_its_contracts(string code)
    {
        CSharpCompilation compilation = SampleCompilation.Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(
            CSharpSyntaxTree.ParseText("using System;\n" + code, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        Assert.Empty(await SampleCompilation.ReportsAsync(compilation, [], TestContext.Current.CancellationToken));
    }

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<part>…)?(?<![\w-])(?<name>[A-Z][A-Za-z0-9]+)\b(?!…)")]
    private static partial Regex Word();

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
