using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Tests.Robustness;

/// <summary>All analyzers over code that may be anything: they report what they like, but neither throw nor dawdle.</summary>
internal sealed class Trial
{
    /// <summary>The longest that analyzers may take over a file with its APIs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan hang = TimeSpan.FromMinutes(1);

    // On a machine with other work to do, one slow run says nothing.
    private const int Chances = 3;

    private Trial(ImmutableArray<Diagnostic> reported, ImmutableArray<string> complaints)
    {
        Reported = reported;
        Complaints = complaints;
    }

    public ImmutableArray<Diagnostic> Reported { get; }

    /// <summary>What the analyzers did that they must not do; none if all is well.</summary>
    public ImmutableArray<string> Complaints { get; }

    private static readonly CSharpCompilation framework = CSharpCompilation.Create(
        "Trial", [], ReferenceAssemblies.Contracts.References, new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true));

    /// <summary>One source, with the usual usings.</summary>
    public static Task<Trial> OfAsync(string source, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        const string usings =
            "using System; using System.Buffers; using System.Collections.Generic; using System.Linq; using System.Threading; " +
            "using System.Threading.Tasks; using System.Runtime.InteropServices; using Acquit;\n";
        var tree = CSharpSyntaxTree.ParseText(usings + source, new CSharpParseOptions(LanguageVersion.Preview), "Trial.cs", cancellationToken: cancellationToken);
        return RunAsync(framework.AddSyntaxTrees(tree), [], cancellationToken, patience);
    }

    public static async Task<Trial> RunAsync(
        CSharpCompilation compilation, ImmutableArray<(string Path, string Text)> contractFiles, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        var options = new AnalyzerOptions([.. contractFiles.Select(file => new InMemoryText(file.Path, file.Text))]);
        var shortest = TimeSpan.MaxValue;
        for (var chance = 0; ; chance++)
        {
            var thrown = new ConcurrentQueue<string>();
            // What was bound by one run is not bound by the next; each gets a compilation of its own.
            var run = compilation.Clone().WithAnalyzers(AllAnalyzers.Create(), new CompilationWithAnalyzersOptions(
                options,
                (exception, analyzer, _) => thrown.Enqueue($"{analyzer.GetType().Name} threw {exception}"),
                concurrentAnalysis: false,
                logAnalyzerExecutionTime: true,
                reportSuppressedDiagnostics: false));
            AnalysisResult result;
            var before = Environment.CpuUsage.TotalTime;
            try
            {
                result = await Task.Run(() => run.GetAnalysisResultAsync(cancellationToken), cancellationToken).WaitAsync(hang, cancellationToken);
            }
            catch (TimeoutException)
            {
                return new([], [$"The analyzers did not come back within {hang}."]);
            }

            var taken = TimeSpan.FromTicks(result.AnalyzerTelemetryInfo.Values.Sum(telemetry => telemetry.ExecutionTime.Ticks));
            // Neither the clock nor the processor's time of the process can show less than what it took.
            var computed = Environment.CpuUsage.TotalTime - before;
            shortest = new[] { shortest, taken, computed }.Min();
            if (!thrown.IsEmpty)
                return new([], [.. thrown]);
            if (shortest <= (patience ?? Patience))
                return new(result.GetAllDiagnostics(), []);
            if (chance == Chances - 1)
                return new(result.GetAllDiagnostics(), [$"The analyzers took {shortest}, at best."]);
        }
    }
}
