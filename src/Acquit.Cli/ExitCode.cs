namespace Acquit.Cli;

/// <summary>What the process tells whoever started it. The numbers are public surface.</summary>
public enum ExitCode
{
    /// <summary>Done, and nothing found.</summary>
    Nothing = 0,

    /// <summary>Done, with findings.</summary>
    Findings = 1,

    /// <summary>The command line, or a file named on it, is wrong.</summary>
    BadInput = 2,

    /// <summary>The solution or project could not be restored or opened.</summary>
    NotOpened = 3,

    /// <summary>The code does not compile, or could not be followed: what is reported is not all there may be.</summary>
    Incomplete = 4,

    /// <summary>Interrupted.</summary>
    Cancelled = 130,
}
