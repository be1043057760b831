using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Acquit.Cli.Checking;
using Acquit.Cli.Writing;

namespace Acquit.Cli.Baselines;

/// <summary>Findings that are accepted for now.</summary>
internal sealed class Baseline
{
    private const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // Code stays readable; the file is no web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    private readonly ImmutableArray<Entry> _entries;

    private Baseline(ImmutableArray<Entry> entries) => _entries = entries;

    public static Baseline Empty { get; } = new([]);

    /// <summary>All of these reports.</summary>
    public static Baseline Of(IEnumerable<Report> reports) => new(
        [.. reports.GroupBy(report => report.Fingerprint)
            .Select(same => new Entry(same.First().Id, same.First().Member, same.First().Code, same.Key, same.Count()))
            .OrderBy(entry => entry.Member, StringComparer.Ordinal).ThenBy(entry => entry.Rule, StringComparer.Ordinal).ThenBy(entry => entry.Code, StringComparer.Ordinal)]);

    public static Baseline Read(string path)
    {
        try
        {
            var file = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), format);
            return file is not { Version: CurrentVersion } ? throw new CommandFailure(ExitCode.BadInput, $"The baseline '{path}' is of version {file?.Version ?? 0}, and this tool reads version {CurrentVersion}.")
                // The list itself is known not to be null, and nothing of what is in it.
                : file.Findings.Any(entry => entry is not { Count: > 0 }) ? throw Unreadable(path, "a finding in it is none, or accepts nothing.", null)
                : new Baseline(file.Findings);
        }
        catch (JsonException mistake)
        {
            throw Unreadable(path, SarifMark.IsLog(path) ? "it is a SARIF log." : $"line {(mistake.LineNumber ?? 0) + 1} is no part of a baseline.", mistake);
        }
        catch (Exception mistake) when (mistake is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, mistake.Message, mistake);
        }
    }

    /// <summary>Tells what is new from what is accepted. Of several alike as many are accepted as were written down.</summary>
    public Comparison Split(ImmutableArray<Report> reports)
    {
        var left = _entries.GroupBy(entry => entry.Fingerprint).ToDictionary(same => same.Key, same => same.Sum(entry => (long)entry.Count));
        var fresh = reports.Where(report =>
        {
            if (left.GetValueOrDefault(report.Fingerprint) is 0)
            {
                return true;
            }

            left[report.Fingerprint]--;
            return false;
        }).ToImmutableArray();
        return new Comparison(fresh, reports.Length - fresh.Length, left.Values.Sum());
    }

    public string ToText() => JsonSerializer.Serialize(new Content(CurrentVersion, _entries), format) + "\n";

    private static CommandFailure Unreadable(string path, string reason, Exception? cause) =>
        new(ExitCode.BadInput, $"The baseline '{path}' cannot be read: {reason}", cause);

    private sealed record Content(int Version, ImmutableArray<Entry> Findings);

    private sealed record Entry(string Rule, string Member, string Code, string Fingerprint, int Count);
}
