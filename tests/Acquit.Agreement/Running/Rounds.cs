namespace Acquit.Agreement.Running;

/// <summary>
/// Counts the rounds of all loops of a run, for a driver that goes round for ever tells nothing, and notes which calls it comes to.
/// </summary>
public static class Rounds
{
    private const int Most = 1000;

    [ThreadStatic]
    private static int count;

    [ThreadStatic]
    private static HashSet<int>? passed;

    /// <summary>The lines that the run has come past.</summary>
    public static IReadOnlySet<int> Passed => passed ??= [];

    /// <summary>A run begins.</summary>
    public static void Begin()
    {
        count = 0;
        passed = [];
    }

    /// <summary>The call on a line has come back.</summary>
    public static void Pass(int line) => (passed ??= []).Add(line);

    /// <summary>A round of a loop begins.</summary>
    public static void Next()
    {
        if (++count > Most)
            throw new EndlessLoopException();
    }
}
