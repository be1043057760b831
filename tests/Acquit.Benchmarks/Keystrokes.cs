using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Benchmarks;

/// <summary>
/// A driver of some 300 lines is typed, character by character, into a project of drivers; after each one the editor asks the compiler,
/// and then our analyzers, about the open document. Printed is how long both take, per keystroke.
/// </summary>
/// <remarks>
/// No benchmark of averages: what is felt is the slowest keystroke of a hundred. Both may use all cores, as in an editor, where somebody
/// waits; within a keystroke one comes after the other, so that load from elsewhere hits both.
/// </remarks>
internal sealed class Keystrokes
{
    public const string UsualFile = "AsPorted/SurfaceDriver.cs";

    private const double Goal = 50;
    private const double GoalByCompiler = 1.2;
    private const int Warmup = 300;

    private static readonly string folder = Path.Combine(AppContext.BaseDirectory, "Drivers");

    private readonly MeasuredCode code;
    private readonly string name;
    private readonly string whole;
    private readonly int step;

    private Keystrokes(string name, int step)
    {
        this.name = name;
        this.step = step;
        whole = File.ReadAllText(Path.Combine(folder, name));
        code = MeasuredCode.OfDrivers([.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path)))]);
    }

    /// <summary>Types the file twice over: from nothing, and its longest member anew in the whole file.</summary>
    /// <param name="step">After how many characters the editor asks: one is the truth, more is a quicker look.</param>
    /// <returns>Whether the file was typed within the goal.</returns>
    public static async Task<bool> PrintAsync(string name, int step)
    {
        var keystrokes = new Keystrokes(name, step);
        Console.WriteLine($"{name}, {keystrokes.whole.Split('\n').Length} lines; milliseconds per keystroke");
        await keystrokes.RunAsync(new TextSpan(0, Math.Min(Warmup * step, keystrokes.whole.Length)));
        var longest = CSharpSyntaxTree.ParseText(keystrokes.whole).GetRoot().DescendantNodes()
            .OfType<Microsoft.CodeAnalysis.CSharp.Syntax.BaseMethodDeclarationSyntax>().MaxBy(member => member.Span.Length)!;
        var isWithinGoal = Print("the file, from nothing", await keystrokes.RunAsync(new TextSpan(0, keystrokes.whole.Length)));
        Print("its longest member, in the whole file", await keystrokes.RunAsync(longest.Span));
        return isWithinGoal;
    }

    // What is before and behind the span is there already.
    private async Task<List<(double Compiler, double Analyzers)>> RunAsync(TextSpan typed)
    {
        var before = code.Parse();
        var open = before.SyntaxTrees.Single(tree => tree.FilePath == name);
        var text = SourceText.From(whole).WithChanges(new TextChange(typed, ""));
        var edited = open.WithChangedText(text);
        var compilation = before.ReplaceSyntaxTree(open, edited);
        var times = new List<(double, double)>();
        for (var at = typed.Start; at < typed.End; at += step)
        {
            text = text.WithChanges(new TextChange(new TextSpan(at, 0), whole[at..Math.Min(at + step, typed.End)]));
            var next = edited.WithChangedText(text);
            compilation = compilation.ReplaceSyntaxTree(edited, next);
            edited = next;
            var start = Stopwatch.GetTimestamp();
            compilation.GetSemanticModel(edited).GetDiagnostics();
            var compiler = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            var run = code.With(compilation, Analyzers.Ours);
            await run.GetAnalyzerSemanticDiagnosticsAsync(run.Compilation.GetSemanticModel(edited), filterSpan: null, CancellationToken.None);
            times.Add((compiler.TotalMilliseconds, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
            code.FailIfThrown();
        }

        return times;
    }

    private static bool Print(string what, List<(double Compiler, double Analyzers)> times)
    {
        var compiler = times.Select(time => time.Compiler).Order().ToList();
        var analyzers = times.Select(time => time.Analyzers).Order().ToList();
        Console.WriteLine($"{what}: {times.Count} keystrokes");
        Console.WriteLine("             median     p99     max");
        PrintRow("compiler", compiler);
        PrintRow("analyzers", analyzers);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {"ratio",-10} {Ratio(analyzers, compiler, 0.5),7:0.00} {Ratio(analyzers, compiler, 0.99),7:0.00} {Ratio(analyzers, compiler, 1),7:0.00}"));
        var goal = Math.Max(Goal, GoalByCompiler * At(compiler, 0.99));
        var isWithinGoal = At(analyzers, 0.99) < goal;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  p99 of the analyzers is to be under {goal:0.0}: {(isWithinGoal ? "it is" : "it is not")}"));
        return isWithinGoal;
    }

    private static void PrintRow(string who, List<double> times) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {who,-10} {At(times, 0.5),7:0.0} {At(times, 0.99),7:0.0} {times[^1],7:0.0}"));

    private static double Ratio(List<double> ours, List<double> theirs, double part) => At(ours, part) / At(theirs, part);

    private static double At(List<double> sorted, double part) => sorted[Math.Min(sorted.Count - 1, (int)(part * sorted.Count))];
}
