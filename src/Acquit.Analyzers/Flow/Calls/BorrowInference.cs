using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Contexts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Whether a helper without a contract, whose body is at hand, only looks at what it is given: then it is still the caller's
/// to release. Anything that is not recognized as looking counts as keeping.
/// </summary>
internal sealed class BorrowInference
{
    /// <summary>Helpers that hand on to helpers; beyond this nothing is inferred.</summary>
    private const int MaxDepth = 5;

    private readonly ContractTable _contracts;
    private readonly ContextReach _reach;
    private readonly Dictionary<(IMethodSymbol Method, int Ordinal), bool> _known = new(new ParameterComparer());
    private readonly Dictionary<(IMethodSymbol Method, int Ordinal), IReadOnlyCollection<(IMethodSymbol Method, int Ordinal)>?> _handedOn = new(new ParameterComparer());

    public BorrowInference(ContractTable contracts, ContextReach reach)
    {
        _contracts = contracts;
        _reach = reach;
    }

    public bool Borrows(IMethodSymbol method, int ordinal)
    {
        var passed = (method.OriginalDefinition, ordinal);
        if (!_known.TryGetValue(passed, out var known))
        {
            _known.Add(passed, known = AllBorrow(new[] { passed }));
        }

        return known;
    }

    /// <summary>Whether all that a lambda does with a variable around it is to look at what it holds.</summary>
    public bool LooksAtOnly(IOperation lambda, ISymbol variable)
    {
        var handedOn = new List<(IMethodSymbol, int)>();
        foreach (var operation in lambda.Descendants())
        {
            var isVariable = operation switch
            {
                ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, variable),
                IParameterReferenceOperation parameter => SymbolEqualityComparer.Default.Equals(parameter.Parameter, variable),

                // Which sees the same variables.
                IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } or IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } => true,
                _ => false,
            };
            if (isVariable && !(operation is ILocalReferenceOperation or IParameterReferenceOperation && IsLookedAt(operation, handedOn, lambda)))
            {
                return false;
            }
        }

        return AllBorrow(handedOn);
    }

    // Each body, then those it hands on to, and so on, whichever is asked about first. A cycle adds nothing: whoever keeps it does so elsewhere.
    private bool AllBorrow(IReadOnlyCollection<(IMethodSymbol Method, int Ordinal)> first)
    {
        var visited = new HashSet<(IMethodSymbol, int)>(first, new ParameterComparer());
        IReadOnlyCollection<(IMethodSymbol, int)> level = visited.ToList();
        for (var depth = 0; level.Count > 0; depth++)
        {
            var next = new List<(IMethodSymbol, int)>();
            foreach (var passed in level)
            {
                if (depth > MaxDepth || HandedOn(passed) is not { } handedOn)
                {
                    return false;
                }

                next.AddRange(handedOn.Where(visited.Add));
            }

            level = next;
        }

        return true;
    }

    private IReadOnlyCollection<(IMethodSymbol Method, int Ordinal)>? HandedOn((IMethodSymbol Method, int Ordinal) passed)
    {
        if (!_handedOn.TryGetValue(passed, out var known))
        {
            _handedOn.Add(passed, known = FindHandedOn(passed.Method, passed.Ordinal));
        }

        return known;
    }

    // What a body that only looks at a parameter hands it on to; null when it may keep it.
    private List<(IMethodSymbol Method, int Ordinal)>? FindHandedOn(IMethodSymbol method, int ordinal)
    {
        if (method.IsVirtual || method.IsOverride || method.IsAbstract || method.IsAsync || ordinal >= method.Parameters.Length ||
            method.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.UserDefinedOperator) || method.Parameters[ordinal].RefKind is not (RefKind.None or RefKind.In))
        {
            return null;
        }

        var bodies = _reach.BodiesOf(method).ToList();
        var parameter = method.Parameters[ordinal];
        var handedOn = new List<(IMethodSymbol, int)>();
        return bodies.Count > 0 && bodies.TrueForAll(body => body.DescendantsAndSelf()
            .Where(o => o is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter))
            .All(o => IsLookedAt(o, handedOn)))
            ? handedOn
            : null;
    }

    private bool IsLookedAt(IOperation operation, ICollection<(IMethodSymbol Method, int Ordinal)> handedOn, IOperation? inside = null)
    {
        var user = operation.Parent;
        while (user is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            operation = user;
            user = user.Parent;
        }

        for (var around = user; around is not null && around != inside; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation or ILocalFunctionOperation && around != RootOf(operation))
            {
                return false;
            }
        }

        switch (user)
        {
            case IPropertyReferenceOperation { Arguments.Length: > 0 } indexer when indexer.Instance == operation:
                return IsPlain(indexer.Type) || IsLookedAt(indexer, handedOn, inside);
            case IMemberReferenceOperation member:
                return member.Instance == operation && member is not IMethodReferenceOperation;
            case IArrayElementReferenceOperation element when element.ArrayReference == operation:
                return IsPlain(element.Type) || element.Parent is ISimpleAssignmentOperation { Target: var target } && target == element || IsLookedAt(element, handedOn, inside);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals }:
            case IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } }:
            case IIsTypeOperation or INameOfOperation or IInterpolationOperation or ILockOperation:
                return true;
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } run when run.Instance == operation:
                return true;
            case IInvocationOperation invocation when invocation.Instance == operation:
                return _contracts.Of(invocation.TargetMethod, operation.Type) is { Releases.IsEmpty: true } ||
                       (invocation.TargetMethod.DeclaringSyntaxReferences.IsEmpty && invocation.TargetMethod.ContainingType?.SpecialType is
                           SpecialType.System_Object or SpecialType.System_Array or SpecialType.System_IntPtr);
            case IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call }:
                return IsLookedAtBy(call.TargetMethod, parameter, handedOn);
            case { Kind: OperationKind.None }:
                return user.Syntax.IsKind(SyntaxKind.PointerIndirectionExpression) || user.Syntax.IsKind(SyntaxKind.ElementAccessExpression);
            default:
                return false;
        }
    }

    private bool IsLookedAtBy(IMethodSymbol method, IParameterSymbol parameter, ICollection<(IMethodSymbol Method, int Ordinal)> handedOn)
    {
        if (_contracts.Of(method) is { } contract)
        {
            return contract.Borrows.Contains(parameter.Ordinal) || contract.Accesses.Any(a => a.Target == Target.Parameter(parameter.Ordinal)) ||
                   contract.MarksDirty.Any(d => d.Target == Target.Parameter(parameter.Ordinal));
        }

        if (!(method.IsExtern || method.GetDllImportData() is not null ||
              (parameter.Type.IsRefLikeType && !method.ReturnType.IsRefLikeType && !method.Parameters.Any(p => p.RefKind != RefKind.None))))
        {
            handedOn.Add((method.OriginalDefinition, parameter.Ordinal));
        }

        return true;
    }

    private static IOperation RootOf(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    // A copy of it leads nowhere.
    private static bool IsPlain(ITypeSymbol? type) =>
        type is { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_Double } or { TypeKind: TypeKind.Enum };

    private sealed class ParameterComparer : IEqualityComparer<(IMethodSymbol Method, int Ordinal)>
    {
        public bool Equals((IMethodSymbol Method, int Ordinal) x, (IMethodSymbol Method, int Ordinal) y) =>
            x.Ordinal == y.Ordinal && SymbolEqualityComparer.Default.Equals(x.Method, y.Method);

        public int GetHashCode((IMethodSymbol Method, int Ordinal) key) => SymbolEqualityComparer.Default.GetHashCode(key.Method) + key.Ordinal;
    }
}
