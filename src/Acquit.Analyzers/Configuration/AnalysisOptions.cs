using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Analyzers.Configuration;

/// <summary>What the user can choose, for each file. A value that cannot be understood counts as not written.</summary>
internal sealed record AnalysisOptions
{
    public const string ThrowersKey = "acquit.exceptions";
    public const string StepBudgetKey = "acquit.step_budget";
    public const string DisposablesKey = "acquit.disposables";

    public static readonly AnalysisOptions Default = new();

    /// <summary>Which calls are taken to throw.</summary>
    public Throwers Throwers { get; init; } = Throwers.Throws;

    /// <summary>Blocks entered, counted per world, before a body is given up. A method of common size needs a few hundred.</summary>
    public int StepBudget { get; init; } = 6000;

    /// <summary>Whether whatever is made and can be disposed of is a resource.</summary>
    public bool Disposables { get; init; }

    public static AnalysisOptions Read(AnalyzerConfigOptions written)
    {
        var options = Default;
        if (written.TryGetValue(ThrowersKey, out var throwers) && ThrowersOf(throwers.Trim()) is { } counted)
        {
            options = options with { Throwers = counted };
        }

        if (written.TryGetValue(StepBudgetKey, out var budget) &&
            int.TryParse(budget, NumberStyles.Integer, CultureInfo.InvariantCulture, out var steps) && steps > 0)
        {
            options = options with { StepBudget = steps };
        }

        if (written.TryGetValue(DisposablesKey, out var disposables) && bool.TryParse(disposables, out var areMeant))
        {
            options = options with { Disposables = areMeant };
        }

        return options;
    }

    private static Throwers? ThrowersOf(string text) => text.ToUpperInvariant() switch
    {
        "NONE" => Throwers.None,
        "THROWS" => Throwers.Throws,
        "CALLS" => Throwers.Calls,
        "ALL" => Throwers.All,
        _ => null,
    };
}
