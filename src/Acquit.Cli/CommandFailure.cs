namespace Acquit.Cli;

/// <summary>The command cannot go on. The message is one line for the person who gave it.</summary>
internal sealed class CommandFailure(ExitCode code, string message, Exception? cause = null) : Exception(message, cause)
{
    public ExitCode Code => code;
}
