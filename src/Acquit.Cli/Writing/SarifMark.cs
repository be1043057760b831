using System.Text;
using System.Text.Json;
using Acquit.Cli.Files;

namespace Acquit.Cli.Writing;

/// <summary>Knows logs, whoever has written them: tools do, and write them anew.</summary>
internal static class SarifMark
{
    private const int Beginning = 4096;

    public static OutputKind Kind { get; } = new(
        "SARIF log",
        IsLog,
        path => IsNamedSo(path) || IsLog(path) || FileBeginning.IsEmpty(path) ? null : "is no SARIF log: it is not written over.");

    // What has that name has been written by a tool, if only in part.
    private static bool IsNamedSo(string path) => Path.GetExtension(path).Equals(".sarif", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file says of itself at its beginning that it is a log.</summary>
    public static bool IsLog(string path)
    {
        try
        {
            var bytes = FileBeginning.Of(path, Beginning);
            var json = new Utf8JsonReader(bytes.AsSpan(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0), isFinalBlock: false, default);
            var hasVersion = false;
            while (json.Read())
            {
                if (json is not { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
                {
                    continue;
                }

                if (json.ValueTextEquals("runs") && hasVersion)
                {
                    return true;
                }

                var (isSchema, isVersion) = (json.ValueTextEquals("$schema"), json.ValueTextEquals("version"));
                if (!json.Read())
                {
                    return false;
                }

                var text = json.TokenType == JsonTokenType.String ? json.GetString()! : "";
                hasVersion |= isVersion && text.StartsWith("2.", StringComparison.Ordinal);
                if (isSchema && text.Contains("sarif", StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }
        catch (Exception mistake) when (mistake is JsonException or InvalidOperationException)
        {
            // It is no JSON, or not in UTF-8.
            return false;
        }
    }
}
