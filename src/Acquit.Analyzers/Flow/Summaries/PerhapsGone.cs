using Acquit.Analyzers.Contracts;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// What a method has taken and given back again on a way that nobody else can foresee, because another acquire has failed, while what it
/// was passed goes on naming it and another way answers the same: whoever gives that back without a further question may give it back twice.
/// </summary>
internal sealed class PerhapsGone
{
    private readonly FlowContext _context;
    private readonly EffectReader _reader;
    private readonly Distinction _distinction;
    private readonly IReadOnlyList<Outcome> _outcomes;

    public PerhapsGone(FlowContext context, EffectReader reader, Distinction distinction, IReadOnlyList<Outcome> outcomes)
    {
        _context = context;
        _reader = reader;
        _distinction = distinction;
        _outcomes = outcomes;
    }

    public IEnumerable<AcquireClause> Clauses()
    {
        var gone = _outcomes.Select(o => _reader.ReadGone(o).ToList()).ToList();
        foreach (var effect in gone.SelectMany(g => g).GroupBy(g => (g.Target, g.Kind)).Select(g => g.First()))
        {
            var ways = Enumerable.Range(0, _outcomes.Count).ToLookup(i => gone[i].Exists(g => g.Target == effect.Target && g.Kind == effect.Kind), i => _outcomes[i]);
            if (_distinction.Between(ways[true].ToList(), ways[false].ToList()) is null &&
                ways[true].FirstOrDefault(IsLeftToChance) is { } way && _outcomes.All(o => _reader.IsSet(effect.Target, o)) &&
                Alike(way) is { } condition)
            {
                yield return effect.Acquire! with { Target = effect.Target, When = condition };
            }
        }
    }

    // The ways that answer the same, by that answer.
    private Condition? Alike(Outcome way)
    {
        if (way.Returned is { IsConstant: false })
        {
            return null;
        }

        var alike = _outcomes.ToLookup(o => o.Returned == way.Returned);
        return _distinction.Between(alike[true].ToList(), alike[false].ToList());
    }

    private bool IsLeftToChance(Outcome way) => Trail.After(way.World.Trail, null).All(step => step.Kind switch
    {
        StepKind.Branch => !step.IsOpen || _context.Chances.AreAsked(step),
        StepKind.Thrown => false,
        _ => true,
    });
}
