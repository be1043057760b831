using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Acquit.Cli.Baselines;
using Acquit.Cli.Checking;

namespace Acquit.Cli.Writing;

/// <summary>Writes a page that shows every finding with its path drawn through the source. It needs nothing but itself, and runs no script.</summary>
internal sealed class HtmlPage
{
    private readonly StringBuilder _html = new();
    private readonly Dictionary<string, CodeColours> _colours = [];
    private readonly string _root;

    private HtmlPage(string root) => _root = root;

    /// <param name="root">The folder that the paths shown are relative to.</param>
    /// <param name="name">What was checked.</param>
    public static string Of(Check check, Comparison results, string root, string name)
    {
        var page = new HtmlPage(root);
        page.Write(check, results, name);
        return page._html.ToString();
    }

    private void Write(Check check, Comparison results, string name)
    {
        var reports = results.New;
        var tally = Tally.Of(check, results);
        var files = reports.GroupBy(report => report.Place.Path).ToList();
        _html.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            {PageMark.Line}
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{Encode(name)}: {tally.Count}</title>
            <style>
            {Style()}</style>
            </head>
            <body>
            <svg width="0" height="0" class="defs" aria-hidden="true"><defs><marker id="tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs></svg>
            <header>
            <h1>{Encode(name)}</h1>

            """);
        Missing(check.Gaps);
        _html.Append(CultureInfo.InvariantCulture, $"<p>{tally.Count}{tally.Rest}{(reports.IsEmpty ? "" : " Each is drawn as the path on which it happens: follow the numbers.")}</p>\n");
        if (!reports.IsEmpty)
        {
            Rules(reports);
        }

        _html.Append("</header>\n<div class=\"page\">\n");
        Contents(files);
        _html.Append("<main>\n");
        foreach (var file in files)
        {
            _html.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{Breakable(Shown(file.Key))}</h2>\n");
            foreach (var report in file)
            {
                Finding(report);
            }

            _html.Append("</section>\n");
        }

        _html.Append("</main>\n</div>\n</body>\n</html>\n");
    }

    // Whoever is sent the page has not seen the console.
    private void Missing(Gaps gaps)
    {
        if (!gaps.AreThere)
        {
            return;
        }

        _html.Append("<div class=\"gaps\" role=\"note\">\n");
        foreach (var reason in gaps.Sentences)
        {
            _html.Append(CultureInfo.InvariantCulture, $"<p>{Encode(reason)}</p>\n");
        }

        _html.Append(CultureInfo.InvariantCulture, $"<p><b>{Gaps.Upshot}</b></p>\n</div>\n");
    }

    private void Rules(ImmutableArray<Report> reports)
    {
        _html.Append("<ul class=\"rules\">\n");
        foreach (var rule in reports.GroupBy(report => report.Id).OrderBy(rule => rule.Key, StringComparer.Ordinal))
        {
            var descriptor = rule.First().Rule;
            _html.Append(CultureInfo.InvariantCulture, $"<li class=\"{Class(rule.First())}\"><a href=\"{Encode(descriptor.HelpLinkUri)}\">{rule.Key}</a> {Encode(descriptor.Title.ToString(CultureInfo.InvariantCulture))} <b>{rule.Count()}</b></li>\n");
        }

        _html.Append("</ul>\n");
    }

    private void Contents(List<IGrouping<string, Report>> files)
    {
        _html.Append("<nav aria-label=\"Findings\">\n");
        foreach (var file in files)
        {
            _html.Append(CultureInfo.InvariantCulture, $"<p>{Breakable(Shown(file.Key))}</p>\n<ul>\n");
            foreach (var report in file)
            {
                _html.Append(CultureInfo.InvariantCulture, $"<li class=\"{Class(report)}\"><a href=\"#{Anchor(report)}\"><span>{report.Id}</span> <em>{Encode(ShortName(report))}</em><i>{report.Place.Line}</i></a></li>\n");
            }

            _html.Append("</ul>\n");
        }

        _html.Append("</nav>\n");
    }

    private void Finding(Report report)
    {
        _html.Append(CultureInfo.InvariantCulture, $"""
            <article id="{Anchor(report)}" class="{Class(report)}">
            <h3><span class="severity">{Severities.Word(report.Severity)}</span> <a href="{Encode(report.Rule.HelpLinkUri)}">{report.Id}</a> {Encode(report.Message)}</h3>
            <p class="where">{Encode(report.Member)}, line {report.Place.Line}</p>

            """);
        var panes = CodePane.Of(report.Path).ToList();
        for (var index = 0; index < panes.Count; index++)
        {
            var pane = panes[index];
            if (panes.Count > 1)
            {
                _html.Append(CultureInfo.InvariantCulture, $"<p class=\"file\">{Encode(Shown(pane.Path))}</p>\n");
            }

            if (!_colours.TryGetValue(pane.Path, out var colours))
            {
                _colours.Add(pane.Path, colours = new CodeColours(pane.Path, pane.Text));
            }

            HtmlPane.Write(_html, pane, colours, comesFrom: index > 0, leadsOn: index < panes.Count - 1);
        }

        _html.Append("</article>\n");
    }

    // The member without what is around it and the types of its parameters.
    private static string ShortName(Report report) => report.Member.Split('(')[0].Split('.')[^1];

    // A path may be broken before the name of a folder or file, and not within it.
    private static string Breakable(string path) => Encode(path).Replace("/", "/<wbr>", StringComparison.Ordinal);

    private static string Anchor(Report report) => $"f{report.Fingerprint}{(report.Occurrence == 0 ? "" : "-" + report.Occurrence)}";

    private static string Class(Report report) => Severities.Word(report.Severity);

    private string Shown(string path) => Path.GetRelativePath(_root, path).Replace('\\', '/');

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Style()
    {
        using var reader = new StreamReader(typeof(HtmlPage).Assembly.GetManifestResourceStream("report.css")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
