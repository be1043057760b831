using System.Text.RegularExpressions;

namespace Acquit.Agreement.Generating;

/// <summary>A driver's text, and what stands where in it.</summary>
/// <param name="loops">The lines of the braces that open loops.</param>
internal sealed partial class PrintedDriver(
    Driver driver, string text, IReadOnlyDictionary<int, Statement> statements, IReadOnlyDictionary<int, string> methods, IReadOnlySet<int> loops)
{
    private readonly string[] lines = text.Split('\n');

    public Driver Driver => driver;

    public string Text => text;

    /// <summary>
    /// The same, with each round of a loop counted, for what was broken, or made smaller, may never end, and with what the entry
    /// calls noted.
    /// </summary>
    public string TextToRun => string.Join('\n', lines.Select((line, i) => line + Noted(i + 1)));

    public string FileName => driver.Name + ".cs";

    public string LineAt(int line) => line > 0 && line <= lines.Length ? lines[line - 1].Trim() : "";

    public Statement? StatementAt(int line) => statements.GetValueOrDefault(line);

    public string? MethodAt(int line) => methods.GetValueOrDefault(line);

    /// <summary>Whether the word stands in a body, so that what it means matters to the program.</summary>
    public bool Mentions(string word) => methods.Keys.Any(line => line != 0 && Regex.IsMatch(WithoutHead(line), $@"\b{word}\b"));

    /// <summary>The line itself and those from which calls lead to it: what is wrong in a helper is reported to whoever called it.</summary>
    public IEnumerable<int> WaysTo(int line)
    {
        HashSet<int> found = [line];
        Queue<int> pending = new([line]);
        while (pending.TryDequeue(out int at))
        {
            if (MethodAt(at) is not { } method)
                continue;
            foreach (int caller in methods.Keys)
            {
                if (methods[caller] != method && Regex.IsMatch(LineAt(caller), $@"\b{method}\(") && found.Add(caller))
                    pending.Enqueue(caller);
            }
        }

        return found;
    }

    /// <summary>The lines of the method that a line is in, and of those that it calls, and so on.</summary>
    public IEnumerable<string> LinesAround(int line)
    {
        List<string> called = [.. new[] { MethodAt(line) }.OfType<string>()];
        for (int i = 0; i < called.Count; i++)
        {
            string[] own = [.. methods.Keys.Where(at => methods[at] == called[i]).Select(LineAt)];
            foreach (string text in own)
                yield return text;
            called.AddRange(methods.Values.Distinct().Except(called).Where(other => own.Any(text => Regex.IsMatch(text, $@"\b{other}\("))).ToArray());
        }
    }

    /// <summary>The lines, of whatever method, on which a call of a sort is made.</summary>
    public IEnumerable<int> LinesWith(string pattern) => methods.Keys.Where(line => Regex.IsMatch(LineAt(line), pattern)).Order();

    /// <summary>Whether a line stands in a loop.</summary>
    public bool IsInLoop(int line) => StatementAt(line) is { } statement && Tree.All(driver).OfType<Loop>().Any(loop => Tree.All(loop.Body).Contains(statement));

    private string Noted(int line) =>
        loops.Contains(line) ? $" global::{typeof(Running.Rounds).FullName}.Next();"
        : MethodAt(line) == Driver.Entry && Calls().IsMatch(lines[line - 1]) ? $" global::{typeof(Running.Rounds).FullName}.Pass({line});"
        : "";

    [GeneratedRegex(@"^\s+(\w+ = )?(kernel|mm)\.\w+\(.*\);$")]
    private static partial Regex Calls();

    private string WithoutHead(int line) => LineAt(line).StartsWith("public static", StringComparison.Ordinal) ? "" : LineAt(line);
}
