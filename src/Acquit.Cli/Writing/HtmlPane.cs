using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

namespace Acquit.Cli.Writing;

/// <summary>Writes the lines of a pane with the path beside them.</summary>
internal static class HtmlPane
{
    public static void Write(StringBuilder html, CodePane pane, CodeColours colours, bool comesFrom, bool leadsOn)
    {
        html.Append("<figure>\n<div class=\"gutter\">");
        PathDrawing.Draw(html, pane, comesFrom, leadsOn);
        html.Append("<pre>");
        foreach (var row in pane.Rows)
        {
            html.Append(row is PaneRow.Code code ? (code.Line + 1).ToString(CultureInfo.InvariantCulture) : "").Append('\n');
        }

        html.Append("</pre></div>\n<pre class=\"lines\" tabindex=\"0\">");
        var indentation = pane.Indentation;
        foreach (var row in pane.Rows)
        {
            Write(html, row, pane, colours, indentation);
        }

        html.Append("</pre>\n</figure>\n");
    }

    private static void Write(StringBuilder html, PaneRow row, CodePane pane, CodeColours colours, int indentation)
    {
        switch (row)
        {
            case PaneRow.Code { Steps: var steps } code:
                html.Append(steps.Any(step => step.Step.IsReported) ? "<span class=\"row step own\">" : steps.IsEmpty ? "<span class=\"row\">" : "<span class=\"row step\">");
                Code(html, code, pane, colours, indentation);
                break;
            case PaneRow.Note { Step: var step }:
                html.Append("<span class=\"row note").Append(step.Step.IsReported ? " own" : "").Append("\">")
                    .Append(' ', Math.Max(0, SourceLine.Of(step.Step.Place).Start - indentation))
                    .Append(CultureInfo.InvariantCulture, $"<b><i>{step.Number}</i>{WebUtility.HtmlEncode(step.Step.Text.Length > 0 ? step.Step.Text : "here")}</b>");
                break;
            case PaneRow.Gap gap:
                html.Append(CultureInfo.InvariantCulture, $"<span class=\"row gap\">{gap.Lines} lines");
                break;
        }

        html.Append("\n</span>");
    }

    private static void Code(StringBuilder html, PaneRow.Code row, CodePane pane, CodeColours colours, int indentation)
    {
        var line = pane.Text.Lines[row.Line];
        var written = line.ToString();
        var classes = colours.Of(line);
        string? current = null;
        var column = 0;
        for (var at = 0; at < written.Length; at++)
        {
            var name = Class(classes[at], row.Steps, row.Line, at);
            if (name != current)
            {
                html.Append(current is null ? "" : "</span>").Append(name is null ? "" : $"<span class=\"{name}\">");
                current = name;
            }

            var width = SourceLine.Expand(written[..(at + 1)]).Length - SourceLine.Expand(written[..at]).Length;
            for (var cell = 0; cell < width; cell++, column++)
            {
                html.Append(column < indentation ? "" : written[at] == '\t' ? " " : WebUtility.HtmlEncode(written[at].ToString()));
            }
        }

        html.Append(current is null ? "" : "</span>");
    }

    private static string? Class(string? colour, ImmutableArray<NumberedStep> steps, int line, int column)
    {
        var here = steps.Where(step => step.Step.Place.Span is var span && span.Start.Character <= column && (span.End.Line > line || column < span.End.Character)).ToList();
        var mark = here.Count == 0 ? null : here.Exists(step => step.Step.IsReported) ? "at own" : "at";
        return mark is null ? colour : colour is null ? mark : $"{colour} {mark}";
    }
}
