using Acquit.Analyzers.Contracts.Language;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>
/// What is said of a type: that the parameters of its methods, all or those of a name, borrow. It holds of methods that are done
/// with their arguments when they return. Constructors, accessors and operators are none of them.
/// </summary>
internal static class TypeClauses
{
    public static bool MayHoldOf(IMethodSymbol method) =>
        method.MethodKind is MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation
        && !method.Parameters.IsEmpty
        && !GoesOnAfterReturning(method);

    /// <summary>The clauses as they hold of the parameters of one method; a parameter the callee may replace is left out.</summary>
    public static IEnumerable<Clause> On(IMethodSymbol method, IEnumerable<Clause> clauses) =>
        from clause in clauses
        where CanBeSaid(clause)
        from parameter in method.Parameters
        where parameter.RefKind is RefKind.None or RefKind.In
        where clause.Subject.Kind == SubjectKind.AllParameters || clause.Subject.Phrase.Text == parameter.Name
        select clause with { Subject = clause.Subject with { Kind = SubjectKind.Parameter, Ordinal = parameter.Ordinal } };

    /// <summary>Whether a clause is one that a type can have.</summary>
    public static bool CanBeSaid(Clause clause) =>
        clause is { Verb: Verb.Borrows, Subject.Kind: SubjectKind.AllParameters or SubjectKind.Parameter };

    // A task, an asynchronous result or a lazy sequence keeps the arguments until it is done.
    private static bool GoesOnAfterReturning(IMethodSymbol method) =>
        OperandTypes.IsTask(method.ReturnType)
        || method.ReturnType.Name is "IAsyncResult" or "IAsyncEnumerable" or "IAsyncEnumerator" or "IEnumerable" or "IEnumerator";
}
