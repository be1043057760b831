using System.Collections.Immutable;
using Acquit.Cli.Checking;
using Acquit.Cli.CommandLine;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Cli.Tests.Running;

/// <summary>What a run of the command left behind.</summary>
internal sealed record ToolRun(ExitCode Code, string Output, string Error)
{
    /// <summary>There is one line on the error stream, and nothing else anywhere.</summary>
    public void Fails(ExitCode code, string part)
    {
        Assert.Equal((code, ""), (Code, Output));
        var line = Assert.Single(Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("acquit: error: ", line, StringComparison.Ordinal);
        Assert.Contains(part, line, StringComparison.Ordinal);
    }
}

/// <summary>Runs the command in this process, its streams being redirected.</summary>
internal static class Tool
{
    /// <param name="folder">The working directory.</param>
    public static Task<ToolRun> RunAsync(string folder, params string[] arguments) =>
        RunAsync(folder, ShippedRules.Analyzers, TestContext.Current.CancellationToken, arguments);

    /// <param name="analyzers">What looks at the code instead of what is shipped.</param>
    public static async Task<ToolRun> RunAsync(string folder, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await AcquitCommand.RunAsync(arguments, new Terminal(output, error, folder, isWatched: false), analyzers, cancellationToken);
        return new ToolRun(code, output.ToString(), error.ToString());
    }
}
