using Acquit.Agreement.Comparing;
using Acquit.Agreement.Generating;
using Acquit.Agreement.Running;

namespace Acquit.Agreement.Shrinking;

/// <summary>Makes a driver smaller as long as it shows the same.</summary>
internal static class Shrinker
{
    private const int AtOnce = 16;

    public static Verdict Shrink(Verdict verdict, Func<Outcome, bool> mayShow, Func<Verdict, bool> shows, CancellationToken cancellationToken)
    {
        while (Named(verdict).Chunk(AtOnce).Select(some => Judge.Judged(some, mayShow, cancellationToken).FirstOrDefault(shows)).FirstOrDefault(one => one is not null) is { } found)
            verdict = found;
        return verdict;
    }

    private static IEnumerable<Driver> Named(Verdict verdict) =>
        Smaller(verdict.First.Driver.Driver).Select((driver, i) => Tree.WithoutDeadCode(driver) with { Name = $"Smaller{i}" });

    private static IEnumerable<Driver> Smaller(Driver driver)
    {
        foreach (Statement statement in Tree.All(driver).OrderByDescending(one => Tree.Size(one)))
            yield return Tree.Replace(driver, statement, []);
        foreach (Statement statement in Tree.All(driver))
        {
            foreach (ImmutableArray<Statement> simpler in Simpler(statement))
                yield return Tree.Replace(driver, statement, simpler);
        }
    }

    private static IEnumerable<ImmutableArray<Statement>> Simpler(Statement statement)
    {
        switch (statement)
        {
            case If one:
                yield return one.Then.Statements;
                if (one.Else.Statements.Length > 0)
                    yield return one.Else.Statements;
                if (one.Condition is "c1" or "c2" or "!c0" or "!c1" or "!c2")
                    yield return [one with { Condition = "c0" }];
                break;
            case Loop one:
                yield return one.Body.Statements;
                break;
            case Protected one:
                yield return [.. one.Body.Statements, .. one.Finally.Statements];
                break;
        }
    }
}
