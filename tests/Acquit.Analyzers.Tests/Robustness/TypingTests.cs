using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Acquit.Tests.Robustness;

/// <summary>
/// A driver is typed into an open document, from nothing to its last brace, and looked at as an editor looks at it: after each keystroke
/// where the editor closes the brackets, after each token where nobody does.
/// </summary>
public class TypingTests
{
    private const string Typed = "AsPorted/GemDriver.cs";

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly string folder = Path.Combine(AppContext.BaseDirectory, "Drivers");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_thrown_after_any_keystroke_and_the_end_is_as_if_it_had_been_there_at_once(bool closesBrackets)
    {
        var whole = await File.ReadAllTextAsync(Path.Combine(folder, Typed), TestContext.Current.CancellationToken);
        var open = Parse("", Typed);
        var compilation = Others().AddSyntaxTrees(open);
        var closers = new Stack<char>();
        var tokens = new Queue<SyntaxToken>(Parse(whole, Typed).GetRoot(TestContext.Current.CancellationToken).DescendantTokens());
        IReadOnlyList<string> reported = [];
        foreach (var caret in closesBrackets ? Keystrokes(whole) : [.. tokens.Select(token => token.FullSpan.End)])
        {
            while (tokens.TryPeek(out var token) && token.Span.End <= caret)
                Note(tokens.Dequeue(), closers);
            var text = whole[..caret] + (closesBrackets ? string.Concat(closers) : "");
            var edited = open.WithChangedText(Changed(await open.GetTextAsync(TestContext.Current.CancellationToken), text));
            compilation = compilation.ReplaceSyntaxTree(open, edited);
            open = edited;
            reported = await ReportedAsync(compilation, open);
        }

        Assert.Equal(whole, open.ToString());
        var atOnce = Parse(whole, Typed);
        Assert.NotEmpty(reported);
        Assert.Equal(await ReportedAsync(Others().AddSyntaxTrees(atOnce), atOnce), reported);
    }

    // Where the caret is after each of them; the editor itself indents the next line.
    private static IEnumerable<int> Keystrokes(string text) =>
        Enumerable.Range(1, text.Length).Where(caret => caret == text.Length || text[caret - 1] != ' ' || text[caret] != ' ');

    // What an editor puts behind the caret on its own.
    private static void Note(SyntaxToken token, Stack<char> closers)
    {
        switch (token.Kind())
        {
            case SyntaxKind.OpenBraceToken:
                closers.Push('}');
                break;
            case SyntaxKind.OpenParenToken:
                closers.Push(')');
                break;
            case SyntaxKind.OpenBracketToken:
                closers.Push(']');
                break;
            case SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken:
                closers.Pop();
                break;
        }
    }

    // One change, as an editor makes it, so that the tree is parsed anew where it is needed only.
    private static SourceText Changed(SourceText before, string after)
    {
        var text = before.ToString();
        var start = text.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        return before.WithChanges(new TextChange(TextSpan.FromBounds(start, text.Length), after[start..]));
    }

    private static async Task<IReadOnlyList<string>> ReportedAsync(Compilation compilation, SyntaxTree open)
    {
        var thrown = new ConcurrentQueue<Exception>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, _, _) => thrown.Enqueue(exception), concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var run = compilation.WithAnalyzers(AllAnalyzers.Create(), options);
        var reported = await run.GetAnalyzerSemanticDiagnosticsAsync(
            run.Compilation.GetSemanticModel(open), filterSpan: null, TestContext.Current.CancellationToken);
        if (!thrown.IsEmpty)
            Assert.Fail($"After '{open.ToString().TrimEnd()[^Math.Min(60, open.ToString().TrimEnd().Length)..]}': {thrown.First()}");
        return [.. reported.Select(report => $"{report.Location.GetLineSpan().StartLinePosition} {report.Id} {report.GetMessage(CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal)];
    }

    private static CSharpCompilation Others() => CSharpCompilation.Create(
        "Drivers",
        [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(name => name != Typed)
            .Select(name => Parse(File.ReadAllText(Path.Combine(folder, name)), name)), Parse(ImplicitUsings, "usings.cs")],
        ReferenceAssemblies.Memory.References,
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    private static SyntaxTree Parse(string text, string name) =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), name, cancellationToken: TestContext.Current.CancellationToken);
}
