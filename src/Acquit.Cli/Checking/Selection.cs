using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Checking;

/// <summary>What of all that is found is wanted.</summary>
internal sealed class Selection
{
    private readonly DiagnosticSeverity _least;
    private readonly ImmutableHashSet<string>? _rules;

    /// <param name="severity">The least severity; null for warnings, or for everything when rules are named.</param>
    /// <param name="rules">Rules, or what the IDs of several begin with; several may be separated by commas.</param>
    public Selection(string? severity, IReadOnlyCollection<string> rules)
    {
        _least = severity is not null ? Severities.Parse(severity) : rules.Count > 0 ? DiagnosticSeverity.Hidden : DiagnosticSeverity.Warning;
        _rules = rules.Count == 0 ? null : [.. rules.SelectMany(rule => rule.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).SelectMany(Expand)];
    }

    public bool Wants(Diagnostic diagnostic) =>
        diagnostic.Severity >= _least && (_rules is null || _rules.Contains(diagnostic.Id));

    private static IEnumerable<string> Expand(string rule) =>
        ShippedRules.All.Keys.Where(id => id.StartsWith(rule, StringComparison.OrdinalIgnoreCase)).ToList() is [_, ..] meant ? meant
        : throw new CommandFailure(ExitCode.BadInput, $"'{rule}' is no rule; there are {string.Join(", ", ShippedRules.All.Keys)}.");
}
