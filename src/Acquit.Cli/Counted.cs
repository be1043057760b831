namespace Acquit.Cli;

/// <summary>Numbers of things, in words.</summary>
internal static class Counted
{
    public static string Of(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
