using System.Text.Json;

namespace Acquit.Cli.Tests.Running;

/// <summary>A result in a log, by file, line and rule.</summary>
internal sealed record SarifResult(string File, int Line, string Rule, string Member, JsonElement Element)
{
    public IReadOnlyList<JsonElement> Steps => Element.TryGetProperty("codeFlows", out var flows)
        ? [.. flows[0].GetProperty("threadFlows")[0].GetProperty("locations").EnumerateArray().Select(step => step.GetProperty("location"))]
        : [];
}

/// <summary>Reads a log that the tool wrote.</summary>
internal static class SarifFile
{
    public static JsonElement Run(string text) => JsonDocument.Parse(text).RootElement.GetProperty("runs")[0];

    public static IReadOnlyList<SarifResult> Results(string text) =>
        [.. Run(text).GetProperty("results").EnumerateArray().Select(result =>
        {
            var place = result.GetProperty("locations")[0];
            var physical = place.GetProperty("physicalLocation");
            return new SarifResult(
                physical.GetProperty("artifactLocation").GetProperty("uri").GetString()!,
                physical.GetProperty("region").GetProperty("startLine").GetInt32(),
                result.GetProperty("ruleId").GetString()!,
                place.GetProperty("logicalLocations")[0].GetProperty("fullyQualifiedName").GetString()!,
                result);
        })];
}
