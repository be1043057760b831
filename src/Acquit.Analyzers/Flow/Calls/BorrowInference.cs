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

    public BorrowInference(ContractTable contracts, ContextReach reach)
    {
        _contracts = contracts;
        _reach = reach;
    }

    public bool Borrows(IMethodSymbol method, int ordinal) => Borrows(method.OriginalDefinition, ordinal, 0);

    /// <summary>Whether all that a lambda does with a variable around it is to look at what it holds.</summary>
    public bool LooksAtOnly(IOperation lambda, ISymbol variable)
    {
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
            if (isVariable && !(operation is ILocalReferenceOperation or IParameterReferenceOperation && IsLookedAt(operation, 0, lambda)))
            {
                return false;
            }
        }

        return true;
    }

    private bool Borrows(IMethodSymbol method, int ordinal, int depth)
    {
        if (depth > MaxDepth || method.IsVirtual || method.IsOverride || method.IsAbstract || method.IsAsync || ordinal >= method.Parameters.Length ||
            method.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction) || method.Parameters[ordinal].RefKind != RefKind.None)
        {
            return false;
        }

        if (_known.TryGetValue((method, ordinal), out var known))
        {
            return known;
        }

        // A cycle adds nothing: whoever keeps it does so elsewhere.
        _known[(method, ordinal)] = true;
        var bodies = _reach.BodiesOf(method).ToList();
        var parameter = method.Parameters[ordinal];
        var borrows = bodies.Count > 0 && bodies.TrueForAll(body => body.DescendantsAndSelf()
            .Where(o => o is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter))
            .All(o => IsLookedAt(o, depth)));
        _known[(method, ordinal)] = borrows;
        return borrows;
    }

    private bool IsLookedAt(IOperation operation, int depth, IOperation? inside = null)
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
                return IsPlain(indexer.Type) || IsLookedAt(indexer, depth, inside);
            case IMemberReferenceOperation member:
                return member.Instance == operation && member is not IMethodReferenceOperation;
            case IArrayElementReferenceOperation element when element.ArrayReference == operation:
                return IsPlain(element.Type) || element.Parent is ISimpleAssignmentOperation { Target: var target } && target == element || IsLookedAt(element, depth, inside);
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
                return IsLookedAtBy(call.TargetMethod, parameter, depth);
            case { Kind: OperationKind.None }:
                return user.Syntax.IsKind(SyntaxKind.PointerIndirectionExpression) || user.Syntax.IsKind(SyntaxKind.ElementAccessExpression);
            default:
                return false;
        }
    }

    private bool IsLookedAtBy(IMethodSymbol method, IParameterSymbol parameter, int depth)
    {
        if (_contracts.Of(method) is { } contract)
        {
            return contract.Borrows.Contains(parameter.Ordinal) || contract.Accesses.Any(a => a.Ordinal == parameter.Ordinal) ||
                   contract.MarksDirty.Any(d => d.Ordinal == parameter.Ordinal);
        }

        return method.IsExtern || method.GetDllImportData() is not null ||
               (parameter.Type.IsRefLikeType && !method.ReturnType.IsRefLikeType && !method.Parameters.Any(p => p.RefKind != RefKind.None)) ||
               Borrows(method.OriginalDefinition, parameter.Ordinal, depth + 1);
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
