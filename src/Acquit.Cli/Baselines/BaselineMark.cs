using Acquit.Cli.Files;

namespace Acquit.Cli.Baselines;

/// <summary>Knows baselines: a file that was named by mistake is not written over by one.</summary>
internal static class BaselineMark
{
    public static OutputKind Kind { get; } = new(
        "baseline",
        path => Objection(path) is null,
        Objection);

    private static string? Objection(string path)
    {
        try
        {
            Baseline.Read(path);
            return null;
        }
        catch (CommandFailure mistake)
        {
            return $"is no baseline that could be written anew. {mistake.Message}";
        }
    }
}
