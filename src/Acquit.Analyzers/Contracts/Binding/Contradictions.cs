using Acquit.Analyzers.Contracts.Language;

namespace Acquit.Analyzers.Contracts.Binding;

/// <summary>Finds two clauses of one member of which only one can be true. The later one is to blame.</summary>
internal static class Contradictions
{
    public static IEnumerable<ContractError> In(IReadOnlyCollection<Clause> clauses)
    {
        var earlier = new List<Clause>();
        foreach (var clause in clauses)
        {
            if (earlier.Select(other => Between(other, clause) ?? Between(clause, other)).FirstOrDefault(message => message is not null) is { } message)
            {
                yield return clause.VerbPhrase.Error(message);
            }

            earlier.Add(clause);
        }
    }

    private static string? Between(Clause one, Clause other)
    {
        var isSameTarget = one.Subject.Kind == other.Subject.Kind && one.Subject.Ordinal == other.Subject.Ordinal &&
                           (one.Subject.Ordinal >= 0 || one.Subject.Phrase.Text == other.Subject.Phrase.Text || one.Subject.Kind != SubjectKind.Parameter);
        var isSame = one.Object?.Text == other.Object?.Text;
        var isAlways = one.When is null && other.When is null;
        var name = other.Object?.Text;
        return (one.Verb, other.Verb) switch
        {
            (Verb.OnlyIn, Verb.NotIn) when isSame => $"this may only be called in '{name}', and it may not be called there: one of the two is wrong",
            (Verb.RunsIn, Verb.NotIn) when isSame && one.Subject.Kind != SubjectKind.Parameter => $"this runs in '{name}', and it may not be called there: one of the two is wrong",
            (Verb.RequiresHeld, Verb.RequiresNotHeld) when isSame && isSameTarget && isAlways => $"'{name}' has to be held, and must not be held: one of the two is wrong",
            (Verb.Borrows, Verb.Releases or Verb.Consumes) when isSameTarget && other.When is null => $"what is borrowed is neither kept nor released: one of the two is wrong",
            (Verb.Releases, Verb.Consumes) when isSame && isSameTarget && isAlways => $"'{name}' is either given back or taken over: one of the two is wrong",
            _ => null,
        };
    }
}
