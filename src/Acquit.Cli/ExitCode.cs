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

    /// <summary>The code could not be restored or opened, or what is in force for it could not be read.</summary>
    NotOpened = 3,

    /// <summary>The code does not compile, or could not be read or followed to the end: what is reported is not all there may be.</summary>
    Incomplete = 4,

    /// <summary>The tool itself is wrong.</summary>
    Fault = 70,

    /// <summary>Interrupted.</summary>
    Cancelled = 130,
}
