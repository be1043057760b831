using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Batches;

/// <summary>Finds the call that does for all elements of an array what a call does for one; by what their contracts say.</summary>
internal static class Siblings
{
    /// <summary>The ordinal of the one parameter that a call releases, whatever it is passed; null when it does anything else.</summary>
    public static int? Released(IMethodSymbol single, MemberContract contract) =>
        single is { MethodKind: MethodKind.Ordinary, IsExtensionMethod: false } && contract.Acquires.IsEmpty && !contract.Releases.IsEmpty &&
        contract.Releases[0].Target is { Kind: TargetKind.Parameter, Path: null } target &&
        contract.Releases.All(r => r.Target == target && r.Count is null && r.When.Tests.IsEmpty && r is { Consumes: false, IfHeld: false, IsUndeclared: false }) &&
        single.Parameters[target.Ordinal] is { RefKind: RefKind.None, Type: not IArrayTypeSymbol }
            ? target.Ordinal
            : null;

    /// <summary>The ordinal of the one parameter that a call marks as written; null when it does anything else.</summary>
    public static int? Marked(IMethodSymbol method, MemberContract contract) =>
        method is { MethodKind: MethodKind.Ordinary, IsExtensionMethod: false } && contract.Acquires.IsEmpty && contract.Releases.IsEmpty &&
        contract.MarksDirty.Length == 1 && contract.MarksDirty[0] is { When.Tests.IsEmpty: true, Target.Kind: TargetKind.Parameter } clause
            ? clause.Target.Ordinal
            : null;

    /// <param name="marking">The contract of the call that marks each element as written before; null when there is none.</param>
    public static IEnumerable<Batch> Of(IMethodSymbol single, MemberContract contract, MemberContract? marking, ContractTable contracts)
    {
        var element = single.OriginalDefinition.Parameters[contract.Releases[0].Target.Ordinal].Type;
        var kinds = contract.Releases.Select(r => r.Kind).ToList();
        if (kinds.Any(contracts.IsLifo))
        {
            return Enumerable.Empty<Batch>();
        }

        return
            from method in Beside(single, contracts.ReleasesOf(kinds[0]))
            let said = contracts.Of(method)
            where said is { ReplacedBy: null, Releases.IsEmpty: false } && IsSaidOfLess(said, contract, marking)
            let batch = Of(method, said, element, kinds, marking)
            where batch is not null
            orderby said.Releases.Length
            select batch;
    }

    // By name among the members of the type: the table may know them from before an edit.
    private static IEnumerable<IMethodSymbol> Beside(IMethodSymbol single, IEnumerable<IMethodSymbol> releases)
    {
        var names = releases.Select(r => r.Name).Distinct().ToList();
        for (var type = single.ContainingType; type is { IsGenericType: false }; type = type.BaseType)
        {
            foreach (var method in names.SelectMany(name => type.GetMembers(name)).OfType<IMethodSymbol>())
            {
                if (method.IsStatic == single.IsStatic && method is { ReturnsVoid: true, IsGenericMethod: false, IsExtensionMethod: false } &&
                    !SymbolEqualityComparer.Default.Equals(method, single))
                {
                    yield return method;
                }
            }
        }
    }

    // Wherever the calls for one may be made, that for all may be made.
    private static bool IsSaidOfLess(MemberContract batch, MemberContract single, MemberContract? marking)
    {
        var contexts = single.Contexts.Concat(marking?.Contexts ?? Enumerable.Empty<ContextClause>()).Select(c => (c.Context, c.Only)).ToList();
        var requires = single.Requires.Concat(marking?.Requires ?? Enumerable.Empty<RequireClause>()).Select(r => (r.Kind, r.Held)).ToList();
        return batch.Acquires.IsEmpty && batch.Forbids.IsEmpty &&
            batch.Contexts.All(c => contexts.Contains((c.Context, c.Only))) && batch.Requires.All(r => requires.Contains((r.Kind, r.Held)));
    }

    private static Batch? Of(IMethodSymbol method, MemberContract contract, ITypeSymbol element, IReadOnlyList<string> kinds, MemberContract? marking)
    {
        var target = contract.Releases[0].Target;
        var count = contract.Releases[0].Count;
        if (target is not { Kind: TargetKind.Parameter, Path: null } || ElementOf(method.Parameters[target.Ordinal].Type) is not { } type ||
            !SymbolEqualityComparer.Default.Equals(type, element) ||
            !contract.Releases.All(r => r.Target == target && r.Count == count && r.When.Tests.IsEmpty && r is { Consumes: false, IsUndeclared: false }) ||
            !kinds.All(kind => contract.Releases.Any(r => r.Kind == kind)) || count is { Kind: not OperandKind.Parameter } ||
            !Marks(method, contract, target.Ordinal, marking, out var mark))
        {
            return null;
        }

        var batch = new Batch(method, target.Ordinal, count?.Ordinal, mark);
        return method.Parameters.All(p => p.IsOptional || p.Ordinal == batch.Elements || p.Ordinal == batch.Count || p.Ordinal == batch.Mark) &&
            (batch.Count is not { } number || method.Parameters[number] is { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Int32 })
            ? batch
            : null;
    }

    private static bool Marks(IMethodSymbol method, MemberContract contract, int elements, MemberContract? marking, out int? mark)
    {
        mark = null;
        if (marking is null)
        {
            return contract.MarksDirty.IsEmpty;
        }

        if (contract.MarksDirty.Length != 1 || contract.MarksDirty[0] is var clause && (clause.Target != Target.Parameter(elements) || clause.Locked != marking.MarksDirty[0].Locked))
        {
            return false;
        }

        if (clause.When.Tests.IsEmpty)
        {
            return true;
        }

        if (clause.When.Tests is { Length: 1 } tests &&
            tests[0] is { Left: { Kind: OperandKind.Parameter, Ordinal: var flag }, Operator: TestOperator.Equal, Right: { Kind: OperandKind.Constant, Constant: 1 } } &&
            method.Parameters[flag].Type.SpecialType == SpecialType.System_Boolean)
        {
            mark = flag;
            return true;
        }

        return false;
    }

    /// <summary>What an array or a span is of.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { Name: "ReadOnlySpan" or "Span", Arity: 1 } span when ClassLibrarySpan(span) => span.TypeArguments[0],
        _ => null,
    };

    private static bool ClassLibrarySpan(INamedTypeSymbol span) => span.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
}
