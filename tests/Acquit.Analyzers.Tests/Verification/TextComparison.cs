using System.Collections.Immutable;

namespace Acquit.Tests.Verification;

/// <summary>Compares files exactly and shows where they part.</summary>
internal static class TextComparison
{
    public static void Verify(
        string what, ImmutableArray<(string Path, string Text)> expected, ImmutableArray<(string Path, string Text)> actual)
    {
        if (!expected.Select(file => file.Path).SequenceEqual(actual.Select(file => file.Path)))
        {
            throw new VerificationException(
                $"{what} consists of other files than expected: {string.Join(", ", actual.Select(file => file.Path))}.");
        }

        foreach (var ((path, wanted), (_, got)) in expected.Zip(actual))
        {
            if (wanted != got)
                throw new VerificationException(Describe(what, path, wanted, got));
        }
    }

    private static string Describe(string what, string path, string wanted, string got)
    {
        var wantedLines = wanted.Split('\n');
        var gotLines = got.Split('\n');
        var line = wantedLines.Zip(gotLines).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"""
            {what} is not what is expected. {path} differs from line {line + 1} on:
              expected: {wantedLines.ElementAtOrDefault(line) ?? "(end)"}
              actual:   {gotLines.ElementAtOrDefault(line) ?? "(end)"}
            The whole of it is:
            {got}
            """;
    }
}
