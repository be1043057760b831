using Acquit.Analyzers.Contracts.Language;

namespace Acquit.Analyzers.Contracts.Checking;

/// <summary>A kind that is acquired under one name and released under one that is nearly the same. Which of the two was meant, nobody knows.</summary>
/// <param name="Acquired">The kind where it is acquired.</param>
/// <param name="Released">What it is called where it is released.</param>
internal readonly record struct MistypedKind(Phrase Acquired, string Released)
{
    /// <summary>One error for both places, at the acquire.</summary>
    /// <param name="beside">The clauses that stand in the same text.</param>
    public ContractError Error(IEnumerable<Clause> beside, Func<int, int> lineOf)
    {
        var released = Released;
        var place = beside.FirstOrDefault(clause => IsRelease(clause) && clause.Object!.Value.Text == released)?.Object is { Length: > 0 } phrase
            ? $"at line {lineOf(phrase.Start)}"
            : "elsewhere";
        return Acquired.Error($"'{Acquired.Text}' is acquired here, and '{Released}' released {place}: one of the two is mistyped");
    }

    /// <summary>The clauses as if the kinds were written alike: what is wrong only because they are not, is not told a second time.</summary>
    public static IEnumerable<Clause> Mended(IEnumerable<Clause> clauses, ILookup<string, string> acquiredOf) => acquiredOf.Count == 0
        ? clauses
        : clauses.SelectMany(clause => IsRelease(clause) && clause.Object is { } kind && acquiredOf.Contains(kind.Text)
            ? acquiredOf[kind.Text].Select(acquired => clause with { Object = kind with { Text = acquired } })
            : new[] { clause });

    /// <summary>By the name under which it is released, those under which it is acquired.</summary>
    public static ILookup<string, string> ByRelease(IEnumerable<MistypedKind> mistyped) => mistyped.ToLookup(kind => kind.Released, kind => kind.Acquired.Text);

    private static bool IsRelease(Clause clause) => clause.Verb is Verb.Releases or Verb.Consumes;
}
