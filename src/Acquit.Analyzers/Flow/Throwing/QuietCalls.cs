using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Throwing;

/// <summary>Library calls that have no way to fail other than over a wrong argument: they compare, describe, look, try, or name anew.</summary>
internal static class QuietCalls
{
    /// <param name="isNumber">What can do no more than be wrong.</param>
    public static bool Is(IMethodSymbol method, MemberContract? contract, Func<ITypeSymbol, bool> isNumber) =>
        IsOfEveryObject(method) || Answers(method, "Try") || Answers(method, "Is") || (contract is not null && OnlyLooks(method, contract, isNumber));

    /// <summary>Whether a method tells by a truth value whether it did what it is called, and so does not throw for that.</summary>
    public static bool Tries(IMethodSymbol method) => Answers(method, "Try");

    private static bool Answers(IMethodSymbol method, string verb) =>
        method.ReturnType.SpecialType == SpecialType.System_Boolean && method.Name.Length > verb.Length &&
        method.Name.StartsWith(verb, StringComparison.Ordinal) && char.IsUpper(method.Name[verb.Length]);

    // Its text, its type, whether it is the same as another one.
    private static bool IsOfEveryObject(IMethodSymbol method)
    {
        var first = method;
        while (first.OverriddenMethod is { } overridden)
        {
            first = overridden;
        }

        return first.ContainingType.SpecialType == SpecialType.System_Object;
    }

    // What it is given, it looks at, or names in another way; nothing else is at stake.
    private static bool OnlyLooks(IMethodSymbol method, MemberContract contract, Func<ITypeSymbol, bool> isNumber)
    {
        bool IsNamed(Target target) => contract.SameAs.Any(s => s.Source == target);

        var parameters = (method.ReducedFrom ?? method).OriginalDefinition.Parameters;
        return parameters.All(p => isNumber(p.Type) || contract.Borrows.Contains(p.Ordinal) || IsNamed(Target.Parameter(p.Ordinal))) &&
               (contract.SameAs.IsEmpty ? method is { IsStatic: true, ReturnsVoid: true } && contract.Borrows.Count > 0 : method.IsStatic || IsNamed(Target.Receiver));
    }
}
