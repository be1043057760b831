using Acquit.Analyzers.Contracts.Language;

namespace Acquit.Analyzers.Contracts.Checking;

/// <summary>Checks which sort of code a type or a field is said to carry.</summary>
internal static class CodeOfType
{
    public static ContractError? ErrorIn(Clause clause) => clause switch
    {
        { Subject.Kind: not (SubjectKind.This or SubjectKind.Method) } => clause.Subject.Phrase.Error("expected 'this': the clause speaks of the member as such"),
        { Object: { } code } when string.IsNullOrWhiteSpace(code.Text) => code.Error("expected a sort of code, found an empty text"),
        { When: { } condition } => condition.Error("there is nothing here that a condition could test; it is said of a parameter or a result"),
        { Use: { } use } when string.IsNullOrWhiteSpace(use.Text.Replace(",", "")) => use.Error("expected the name of what to call, found an empty text"),
        _ => null,
    };
}
