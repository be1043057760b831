using System.Collections.Immutable;
using System.CommandLine;
using Acquit.Cli.Checking;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Cli.CommandLine;

/// <summary>The command <c>acquit</c>.</summary>
internal static class AcquitCommand
{
    /// <summary>Parses the arguments and does what they ask for.</summary>
    public static Task<ExitCode> RunAsync(string[] arguments, Terminal terminal, CancellationToken cancellationToken) =>
        RunAsync(arguments, terminal, ShippedRules.Analyzers, cancellationToken);

    /// <param name="analyzers">What looks at the code.</param>
    public static async Task<ExitCode> RunAsync(string[] arguments, Terminal terminal, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken)
    {
        var parsed = Create(terminal, analyzers).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            var command = parsed.CommandResult.Command is RootCommand ? "acquit" : "acquit " + parsed.CommandResult.Command.Name;
            // What is not known explains what is lacking.
            var error = parsed.Errors.FirstOrDefault(error => parsed.UnmatchedTokens.Any(word => error.Message.Contains(word, StringComparison.Ordinal))) ?? parsed.Errors[0];
            terminal.Error($"{error.Message.TrimEnd().TrimEnd('.')}. See '{command} --help'.");
            return ExitCode.BadInput;
        }

        try
        {
            // The process has its own way of being interrupted, which leaves time to tidy up.
            var streams = new InvocationConfiguration { Output = terminal.Output, Error = terminal.ErrorOutput, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return (ExitCode)await parsed.InvokeAsync(streams, cancellationToken);
        }
        catch (Exception mistake)
        {
            var (code, message) = Failure.Of(mistake, cancellationToken);
            terminal.Error(message);
            return code;
        }
    }

    private static RootCommand Create(Terminal terminal, ImmutableArray<DiagnosticAnalyzer> analyzers) => new("Follows what code acquires to its release, and reports what is not released on every path.")
    {
        CheckCommand.Create(terminal, analyzers),
        ContractsCommand.Create(terminal, analyzers),
    };
}
