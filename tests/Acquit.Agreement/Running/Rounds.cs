namespace Acquit.Agreement.Running;

/// <summary>Counts the rounds of all loops of a run; a driver that goes round for ever tells nothing.</summary>
public static class Rounds
{
    private const int Most = 1000;

    [ThreadStatic]
    private static int count;

    /// <summary>A run begins.</summary>
    public static void Begin() => count = 0;

    /// <summary>A round of a loop begins.</summary>
    public static void Next()
    {
        if (++count > Most)
            throw new EndlessLoopException();
    }
}
