using Acquit.Analyzers.Contracts.Language;
using Acquit.Analyzers.Contracts.Reading;

namespace Acquit.Analyzers.Contracts.Checking;

/// <summary>
/// Kinds that are acquired under one name and released under one that is nearly the same. What nothing in the file releases may be
/// released by an attribute or another file; only a name that is near says that it was meant.
/// </summary>
internal static class UnreleasedKinds
{
    public static IEnumerable<MistypedKind> In(ContractFile file)
    {
        var clauses = file.Blocks.SelectMany(block => block.Clauses).ToList();
        var acquired = clauses.Where(clause => clause.Verb == Verb.Acquires).Select(clause => clause.Object!.Value.Text).ToList();
        var released = clauses.Where(clause => clause.Verb is Verb.Releases or Verb.Consumes).Select(clause => clause.Object!.Value.Text).ToList();

        // A kind that is acquired under its own name is none that somebody mistyped.
        var unmatched = released.Except(acquired).ToList();
        foreach (var clause in clauses.Where(clause => clause.Verb == Verb.Acquires))
        {
            var kind = clause.Object!.Value;
            if (!released.Contains(kind.Text) && NearName.Find(kind.Text, unmatched) is { } near &&
                !BuiltInPack.Index.IdsThat(verb => verb == Verb.Releases, kind.Text).Any())
            {
                yield return new MistypedKind(kind, near);
            }
        }
    }
}
