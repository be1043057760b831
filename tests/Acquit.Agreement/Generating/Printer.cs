using System.Text;
using System.Text.RegularExpressions;

namespace Acquit.Agreement.Generating;

/// <summary>A driver as text, with the statement that stands on each line.</summary>
internal sealed class Printer
{
    private readonly StringBuilder text = new();
    private readonly Dictionary<int, Statement> statements = [];
    private readonly Dictionary<int, string> methods = [];
    private readonly HashSet<int> loops = [];
    private string method = "";
    private HashSet<string> labels = [];
    private int line = 1;
    private int depth;

    public static PrintedDriver Print(Driver driver)
    {
        Printer printer = new();
        printer.Add("using System;");
        printer.Add("using Acquit.Memory;");
        printer.Add("namespace Generated;");
        printer.Open($"public static class {driver.Name}");
        Method[] methods = [.. Called(driver)];
        foreach (string member in driver.Members)
            printer.Add(member);
        foreach (Method method in methods.Where(method => method.Owner.Length == 0))
            printer.Add(method);
        foreach (string owner in methods.Select(method => method.Owner).Where(owner => owner.Length > 0).Distinct())
        {
            printer.Open($"private sealed class {owner}");
            foreach (string field in driver.Classes[owner])
                printer.Add(field);
            foreach (Method method in methods.Where(method => method.Owner == owner))
                printer.Add(method);
            printer.Close();
        }

        printer.Close();
        return new PrintedDriver(driver, printer.text.ToString(), printer.statements, printer.methods, printer.loops);
    }

    private void Add(Method one)
    {
        method = one.Name;
        labels = [.. LabelsOf(one.Body)];
        string begin = one.Name == Driver.Entry ? "" : $"kernel.Injection.Choose(\"{one.Name}\", 1);";
        string body = begin + BodyText(one);
        Open(one.Head);
        foreach ((string name, string declaration) in one.Variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (Regex.IsMatch(body, $@"\b{name}\b"))
                Add(declaration);
        }

        if (begin.Length > 0)
            Add(begin);
        AddAll(one.Body, one.End);
        if (one.End.Length > 0)
            Add($"return {one.End};");
        Close();
        method = "";
    }

    /// <summary>The entry, and what calls lead to from there.</summary>
    private static IEnumerable<Method> Called(Driver driver)
    {
        List<Method> called = [driver.Methods[0]];
        for (int i = 0; i < called.Count; i++)
        {
            string body = BodyText(called[i]);
            called.AddRange(driver.Methods.Except(called).Where(method => Regex.IsMatch(body, $@"\b{method.Name}\b")));
        }

        return called;
    }

    private static string BodyText(Method one)
    {
        Printer probe = new() { labels = [.. LabelsOf(one.Body)] };
        probe.AddAll(one.Body, one.End);
        return probe.text.Append(one.End).ToString();
    }

    private void AddAll(Block block, string end)
    {
        foreach (Statement statement in block.Statements)
            Add(statement, end);
    }

    private void Add(Statement statement, string end)
    {
        statements[line] = statement;
        switch (statement)
        {
            case Line one:
                Add(one.Text);
                break;
            case If one:
                Open($"if ({one.Condition})");
                AddAll(one.Then, end);
                Close();
                if (one.Else.Statements.Length > 0)
                {
                    Open("else");
                    AddAll(one.Else, end);
                    Close();
                }

                break;
            case Loop one:
                Open(one.Header);
                loops.Add(line - 1);
                AddAll(one.Body, end);
                Close();
                break;
            case Protected one:
                Open("try");
                AddAll(one.Body, end);
                Close();
                Open("finally");
                AddAll(one.Finally, end);
                Close();
                break;
            case Goto one:
                Add(labels.Contains(one.Label) ? $"goto {one.Label};" : Return(end));
                break;
            case Label one:
                Add($"{one.Name}: ;");
                break;
            case Leave one:
                Add(Return(end.Length == 0 ? "" : one.Value));
                break;
            case Block one:
                AddAll(one, end);
                break;
            default:
                throw new ArgumentException($"There is no way to print a {statement.GetType().Name}.", nameof(statement));
        }
    }

    private static string Return(string value) => value.Length == 0 ? "return;" : $"return {value};";

    private static IEnumerable<string> LabelsOf(Block body) => body.Statements.OfType<Label>().Select(label => label.Name);

    private void Open(string head)
    {
        Add(head);
        Add("{");
        depth++;
    }

    private void Close()
    {
        depth--;
        Add("}");
    }

    private void Add(string words)
    {
        if (method.Length > 0)
            methods[line] = method;
        text.Append(' ', depth * 4).Append(words).Append('\n');
        line++;
    }
}
