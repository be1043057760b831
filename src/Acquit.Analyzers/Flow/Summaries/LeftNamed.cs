using Acquit.Analyzers.Contracts;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>What a method has taken and given back again, while what it was passed goes on naming it: whoever gives that back gives it back twice.</summary>
internal static class LeftNamed
{
    public static IEnumerable<AcquireClause> Of(IReadOnlyList<Outcome> outcomes, EffectReader reader, Distinction distinction)
    {
        var gone = outcomes.Select(o => reader.ReadGone(o).ToList()).ToList();
        foreach (var effect in gone.SelectMany(g => g).GroupBy(g => (g.Target, g.Kind)).Select(g => g.First()))
        {
            var isGone = Enumerable.Range(0, outcomes.Count).ToLookup(i => gone[i].Exists(g => g.Target == effect.Target && g.Kind == effect.Kind), i => outcomes[i]);
            if (distinction.Between(isGone[true].ToList(), isGone[false].ToList()) is { } condition)
            {
                yield return effect.Acquire! with { Target = effect.Target, When = condition, IsOver = true };
            }
        }
    }
}
