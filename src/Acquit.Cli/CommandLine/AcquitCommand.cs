using System.CommandLine;

namespace Acquit.Cli.CommandLine;

/// <summary>The command <c>acquit</c>.</summary>
internal static class AcquitCommand
{
    /// <summary>Parses the arguments and does what they ask for.</summary>
    public static async Task<ExitCode> RunAsync(string[] arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var parsed = Create(terminal).Parse(arguments);
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
            var streams = new InvocationConfiguration { Output = terminal.Output, Error = terminal.ErrorOutput, EnableDefaultExceptionHandler = false };
            return (ExitCode)await parsed.InvokeAsync(streams, cancellationToken);
        }
        catch (CommandFailure failure)
        {
            terminal.Error(failure.Message);
            return failure.Code;
        }
        catch (OperationCanceledException)
        {
            terminal.Error("Interrupted.");
            return ExitCode.Cancelled;
        }
    }

    private static RootCommand Create(Terminal terminal) => new("Follows what code acquires to its release, and reports what is not released on every path.")
    {
        CheckCommand.Create(terminal),
        ContractsCommand.Create(terminal),
    };
}
