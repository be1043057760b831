using System.Text.Json;

namespace Acquit.EndToEnd.Installation;

/// <summary>A diagnostic of a build, by file name and line.</summary>
internal sealed record Reported(string File, int Line, string Id, string Level, string Message)
{
    /// <summary>What it is and where, as <c>Driver.cs(12): warning ACQ101</c>.</summary>
    public string Place => $"{File}({Line}): {Level} {Id}";

    /// <summary>The path that led there, itself included, in the order in which it runs: each with its line and what happens there.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];
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
                    LineOf(place),
                    result.GetProperty("ruleId").GetString()!,
                    result.GetProperty("level").GetString()!,
                    result.GetProperty("message").GetProperty("text").GetString()!) { Path = PathOf(result, LineOf(place)) };
            })]);
    }

    // As the page on the command describes it for other tools.
    private static List<string> PathOf(JsonElement result, int line)
    {
        if (!result.GetProperty("properties").TryGetProperty("customProperties", out var said) || !said.TryGetProperty("Here", out var here))
            return [];

        var lines = result.TryGetProperty("relatedLocations", out var places) ? [.. places.EnumerateArray().Select(place => LineOf(place.GetProperty("physicalLocation")))] : Array.Empty<int>();
        Assert.Equal(lines.Length, said.EnumerateObject().Count(property => property.Name.StartsWith("Step", StringComparison.Ordinal)));
        var steps = lines.Select((place, index) => $"{place}: {said.GetProperty("Step" + index).GetString()}").ToList();
        steps.Insert(int.Parse(said.GetProperty("Before").GetString()!), $"{line}: {here.GetString()}");
        return steps;
    }

    private static int LineOf(JsonElement place) => place.GetProperty("region").GetProperty("startLine").GetInt32();
}
