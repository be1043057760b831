namespace Acquit.Cli.CommandLine;

/// <summary>What the person is told whose command could not be carried out.</summary>
internal static class Failure
{
    public static (ExitCode Code, string Message) Of(Exception mistake, CancellationToken cancellationToken) => mistake switch
    {
        // Whatever breaks off when it is told to, breaks off in its own way. A file that may be half in its place is told in any case.
        not CommandFailure { Code: ExitCode.BadInput } when cancellationToken.IsCancellationRequested => (ExitCode.Cancelled, "Interrupted."),
        CommandFailure failure => (failure.Code, failure.Message),
        // The files on the command line have been seen to; what is left is the code itself, and what its build writes.
        IOException or UnauthorizedAccessException => (ExitCode.NotOpened, $"Something that is needed cannot be read or written: {mistake.Message}"),
        _ => (ExitCode.Fault, $"This is a fault of acquit itself, and none of the code: {mistake}"),
    };
}
