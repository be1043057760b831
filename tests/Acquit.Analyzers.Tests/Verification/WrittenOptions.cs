using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Tests.Verification;

/// <summary>Lines of an <c>.editorconfig</c> that hold for every file.</summary>
internal sealed class WrittenOptions(IEnumerable<string> lines) : AnalyzerConfigOptionsProvider
{
    private readonly Values _values = new(lines);

    public override AnalyzerConfigOptions GlobalOptions => _values;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _values;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _values;

    private sealed class Values(IEnumerable<string> lines) : AnalyzerConfigOptions
    {
        private readonly ImmutableDictionary<string, string> _values = lines
            .Select(line => line.Split('=', 2))
            .ToImmutableDictionary(parts => parts[0].Trim(), parts => parts[1].Trim(), KeyComparer);

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => _values.TryGetValue(key, out value);
    }
}
