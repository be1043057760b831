using Acquit.Cli.Checking;

namespace Acquit.Cli.Writing;

/// <summary>The line that a place begins on, as it is shown: tabs are blanks.</summary>
/// <param name="Start">The column where the place begins.</param>
/// <param name="Length">How far it goes on this line; at least one.</param>
internal readonly record struct SourceLine(string Text, int Start, int Length)
{
    private const int TabWidth = 4;

    public int Indentation => Text.Length - Text.TrimStart().Length;

    public static SourceLine Of(Place place)
    {
        if (place.Span.Start.Line >= place.Text.Lines.Count)
        {
            return new SourceLine("", 0, 1);
        }

        var written = place.Text.Lines[place.Span.Start.Line].ToString();
        var from = Math.Min(place.Span.Start.Character, written.Length);
        var to = place.Span.End.Line > place.Span.Start.Line ? written.TrimEnd().Length : Math.Min(place.Span.End.Character, written.Length);
        return new SourceLine(Expand(written).TrimEnd(), Expand(written[..from]).Length, Math.Max(1, Expand(written[..Math.Max(from, to)]).Length - Expand(written[..from]).Length));
    }

    /// <summary>A line with blanks for tabs.</summary>
    public static string Expand(string line)
    {
        if (!line.Contains('\t', StringComparison.Ordinal))
        {
            return line;
        }

        var expanded = new System.Text.StringBuilder();
        foreach (var character in line)
        {
            expanded.Append(character == '\t' ? ' ' : character, character == '\t' ? TabWidth - (expanded.Length % TabWidth) : 1);
        }

        return expanded.ToString();
    }
}
