using System.Text.Json;

namespace Acquit.EndToEnd.Installation;

/// <summary>A diagnostic of a build, by file name and line.</summary>
internal sealed record Reported(string File, int Line, string Id, string Level, string Message)
{
    /// <summary>What it is and where, as <c>Driver.cs(12): warning ACQ101</c>.</summary>
    public string Place => $"{File}({Line}): {Level} {Id}";
}

/// <summary>The error log that the compiler writes, in SARIF 2.1.</summary>
internal sealed class SarifLog
{
    private SarifLog(IReadOnlyList<Reported> results) => Results = results;

    public IReadOnlyList<Reported> Results { get; }

    public IReadOnlyList<string> Places => [.. Results.Select(result => result.Place).Order(StringComparer.Ordinal)];

    public static SarifLog Read(string path)
    {
        using var log = JsonDocument.Parse(File.ReadAllBytes(path));
        return new SarifLog([.. log.RootElement.GetProperty("runs").EnumerateArray()
            .SelectMany(run => run.GetProperty("results").EnumerateArray())
            .Select(result =>
            {
                var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
                var uri = new Uri(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!, UriKind.RelativeOrAbsolute);
                return new Reported(
                    Path.GetFileName(uri.IsAbsoluteUri ? uri.LocalPath : uri.OriginalString),
                    place.GetProperty("region").GetProperty("startLine").GetInt32(),
                    result.GetProperty("ruleId").GetString()!,
                    result.GetProperty("level").GetString()!,
                    result.GetProperty("message").GetProperty("text").GetString()!);
            })]);
    }
}
