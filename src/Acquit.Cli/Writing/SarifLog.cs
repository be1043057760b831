using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Acquit.Cli.Checking;
using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Writing;

/// <summary>Writes findings as SARIF 2.1.0: each with its path as a code flow, its rule, and a fingerprint that does not depend on lines.</summary>
internal sealed class SarifLog
{
    private const string Root = "SRCROOT";
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";
    private const string Home = "https://github.com/acquit-dev/acquit";

    private static readonly JsonWriterOptions format = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Utf8JsonWriter _json;
    private readonly string _root;
    private readonly ImmutableArray<DiagnosticDescriptor> _rules;

    private SarifLog(Utf8JsonWriter json, string root, ImmutableArray<DiagnosticDescriptor> rules)
    {
        _json = json;
        _root = root;
        _rules = rules;
    }

    /// <param name="root">The folder that the paths are relative to.</param>
    /// <param name="hasBaseline">The findings are those that a baseline does not accept.</param>
    public static string Of(ImmutableArray<Report> reports, Check check, string root, bool hasBaseline)
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content, format))
        {
            new SarifLog(json, root, [.. ShippedRules.All.Values]).Write(reports, check, hasBaseline);
        }

        return Encoding.UTF8.GetString(content.ToArray()) + "\n";
    }

    private void Write(ImmutableArray<Report> reports, Check check, bool hasBaseline) => Object(() =>
    {
        _json.WriteString("$schema", Schema);
        _json.WriteString("version", "2.1.0");
        Array("runs", () => Object(() =>
        {
            Object("tool", () => Object("driver", Driver));
            Object("originalUriBaseIds", () => Object(Root, () =>
                _json.WriteString("uri", new Uri(Path.TrimEndingDirectorySeparator(_root) + Path.DirectorySeparatorChar).AbsoluteUri)));
            Array("invocations", () => Object(() =>
            {
                _json.WriteBoolean("executionSuccessful", !check.Gaps.AreThere);
                Array("toolExecutionNotifications", check.Gaps.Reasons, gap =>
                {
                    _json.WriteString("level", "error");
                    Message("message", gap);
                });
            }));
            _json.WriteString("columnKind", "utf16CodeUnits");
            Array("results", reports, report => Result(report, hasBaseline));
        }));
    });

    private void Driver()
    {
        _json.WriteString("name", "Acquit");
        _json.WriteString("semanticVersion", ShippedRules.Version);
        _json.WriteString("informationUri", Home);
        Array("rules", _rules, rule =>
        {
            _json.WriteString("id", rule.Id);
            Message("shortDescription", rule.Title.ToString(CultureInfo.InvariantCulture));
            Message("fullDescription", rule.Description.ToString(CultureInfo.InvariantCulture));
            _json.WriteString("helpUri", rule.HelpLinkUri);
            Object("help", () =>
            {
                _json.WriteString("text", $"{rule.Description.ToString(CultureInfo.InvariantCulture)} See {rule.HelpLinkUri}");
                _json.WriteString("markdown", RulePages.WithWholeLinks(rule));
            });
            Object("defaultConfiguration", () => _json.WriteString("level", Level(rule.DefaultSeverity)));
            Object("properties", () => Array("tags", () =>
            {
                _json.WriteStringValue(rule.Category);
                _json.WriteStringValue("reliability");
            }));
        });
    }

    private void Result(Report report, bool hasBaseline)
    {
        _json.WriteString("ruleId", report.Id);
        _json.WriteNumber("ruleIndex", _rules.IndexOf(_rules.First(rule => rule.Id == report.Id)));
        _json.WriteString("level", Level(report.Severity));
        Message("message", report.Message);
        Array("locations", () => Object(() =>
        {
            Physical(report.Place);
            Array("logicalLocations", () => Object(() => _json.WriteString("fullyQualifiedName", report.Member)));
        }));
        Object("partialFingerprints", () => _json.WriteString("acquit/v1", $"{report.Fingerprint}:{report.Occurrence}"));
        if (hasBaseline)
        {
            _json.WriteString("baselineState", "new");
        }

        if (report.Path.Length < 2)
        {
            return;
        }

        Array("codeFlows", () => Object(() => Array("threadFlows", () => Object(() => Array("locations", report.Path, step =>
        {
            _json.WriteString("importance", step.IsReported ? "essential" : "important");
            Object("location", () => Place(step.Place, step.Text));
        })))));
        Array("relatedLocations", [.. report.Path.Where(step => !step.IsReported)], step => Place(step.Place, step.Text));
    }

    private void Place(Place place, string text)
    {
        Physical(place);
        Message("message", text);
    }

    private void Physical(Place place) => Object("physicalLocation", () =>
    {
        Object("artifactLocation", () =>
        {
            var relative = Path.GetRelativePath(_root, place.Path);
            if (Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal))
            {
                _json.WriteString("uri", new Uri(place.Path).AbsoluteUri);
                return;
            }

            _json.WriteString("uri", string.Join('/', relative.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString)));
            _json.WriteString("uriBaseId", Root);
        });
        Object("region", () =>
        {
            _json.WriteNumber("startLine", place.Line);
            _json.WriteNumber("startColumn", place.Column);
            _json.WriteNumber("endLine", place.Span.End.Line + 1);
            _json.WriteNumber("endColumn", place.Span.End.Character + 1);
            Message("snippet", place.Text.ToString(place.Text.Lines.GetTextSpan(place.Span)));
        });
    });

    private static string Level(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Info => "note",
        _ => "none",
    };

    private void Message(string name, string text) => Object(name, () => _json.WriteString("text", text));

    private void Object(Action content)
    {
        _json.WriteStartObject();
        content();
        _json.WriteEndObject();
    }

    private void Object(string name, Action content)
    {
        _json.WritePropertyName(name);
        Object(content);
    }

    private void Array(string name, Action content)
    {
        _json.WriteStartArray(name);
        content();
        _json.WriteEndArray();
    }

    private void Array<T>(string name, ImmutableArray<T> items, Action<T> item) => Array(name, () =>
    {
        foreach (var one in items)
        {
            Object(() => item(one));
        }
    });
}
