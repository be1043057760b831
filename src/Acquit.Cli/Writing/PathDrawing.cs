using System.Globalization;
using System.Text;

namespace Acquit.Cli.Writing;

/// <summary>Draws the way from step to step beside the lines of a pane. All rows are of one height, so nothing has to be measured.</summary>
internal static class PathDrawing
{
    public const int RowHeight = 22;
    public const int Width = 58;

    private const int Lane = 40;
    private const int Radius = 9;

    // Ways back, and past other steps, swing out to the left; the longer, the farther.
    private const int LeastSwing = 12;
    private const int MostSwing = 30;

    /// <param name="comesFrom">The path has begun in another file.</param>
    /// <param name="leadsOn">It goes on in another file.</param>
    public static void Draw(StringBuilder html, CodePane pane, bool comesFrom, bool leadsOn)
    {
        var height = pane.Rows.Length * RowHeight;
        html.Append(CultureInfo.InvariantCulture, $"<svg class=\"path\" width=\"{Width}\" height=\"{height}\" aria-hidden=\"true\">");
        var places = pane.Rows.Select((row, index) => (row, y: (index * RowHeight) + (RowHeight / 2)))
            .Where(row => row.row is PaneRow.Note)
            .Select(row => (((PaneRow.Note)row.row).Step, row.y))
            .OrderBy(place => place.Step.Number)
            .ToList();
        if (comesFrom)
        {
            Arrow(html, $"M{Lane} 0V{places[0].y - Radius - 2}");
        }

        for (var next = 1; next < places.Count; next++)
        {
            var (from, to) = (places[next - 1].y, places[next].y);
            var passes = places.Exists(other => other.y > Math.Min(from, to) && other.y < Math.Max(from, to));
            Arrow(html, to > from && !passes ? $"M{Lane} {from + Radius}V{to - Radius - 2}" : Swing(from, to));
        }

        if (leadsOn)
        {
            Arrow(html, $"M{Lane} {places[^1].y + Radius}V{height - 2}");
        }

        foreach (var (step, y) in places)
        {
            html.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Lane}\" cy=\"{y}\" r=\"{Radius}\"{(step.Step.IsReported ? " class=\"own\"" : "")}/>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{Lane}\" y=\"{y + 4}\">{step.Number}</text>");
        }

        html.Append("</svg>");
    }

    private static string Swing(int from, int to)
    {
        var far = Lane - Radius - Math.Clamp(Math.Abs(to - from) / 5, LeastSwing, MostSwing);
        return $"M{Lane - Radius} {from}C{far} {from} {far} {to} {Lane - Radius - 2} {to}";
    }

    private static void Arrow(StringBuilder html, string path) => html.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" marker-end=\"url(#tip)\"/>");
}
