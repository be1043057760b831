using Microsoft.CodeAnalysis;

namespace Acquit.Agreement.Comparing;

/// <summary>What the analyzer says.</summary>
/// <param name="Lines">All lines that it points to, the one it stands on first.</param>
internal sealed record Report(string Rule, int Line, ImmutableArray<int> Lines, string Message)
{
    public static Report Of(Diagnostic diagnostic) => new(
        diagnostic.Id,
        LineOf(diagnostic.Location),
        [LineOf(diagnostic.Location), .. diagnostic.AdditionalLocations.Select(LineOf)],
        diagnostic.GetMessage());

    public override string ToString() => $"{Rule} at line {Line}: {Message}";

    private static int LineOf(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;
}
