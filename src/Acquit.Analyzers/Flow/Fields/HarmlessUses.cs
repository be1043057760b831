using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>Uses of a value by which it is neither given back nor handed to anybody who could do that.</summary>
internal sealed class HarmlessUses
{
    /// <summary>Variables that are copied to variables.</summary>
    private const int MaxCopies = 3;

    private readonly ContractTable _contracts;
    private readonly SummaryTable.Inquiry _summaries;
    private readonly CancellationToken _cancellationToken;

    public HarmlessUses(ContractTable contracts, SummaryTable.Inquiry summaries, CancellationToken cancellationToken)
    {
        _contracts = contracts;
        _summaries = summaries;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The kinds of what is given back, if calls that do so by their contracts are to be told apart and not to count as harmful.</summary>
    public HashSet<string>? Released { get; init; }

    /// <summary>
    /// Whether native code only uses what it is passed: where an object has an end, that is where what it keeps would be given back. Of
    /// others, it may be given back by what native code calls.
    /// </summary>
    public Lazy<bool>? EndsByItself { get; init; }

    /// <summary>Whether a method without a contract leaves the object that it is called on to whoever holds it; asked of objects that are to be disposed of.</summary>
    public Func<IMethodSymbol, bool>? KeepsAlive { get; init; }

    /// <summary>The operation by which a field is named.</summary>
    public static IOperation? OperationOf(IdentifierNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        SyntaxNode node = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return model.GetOperation(node, cancellationToken);
    }

    public bool Includes(IOperation use) => Includes(use, 0);

    private bool Includes(IOperation use, int copies)
    {
        var parent = use.Parent;
        while (parent is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            use = parent;
            parent = parent.Parent;
        }

        switch (parent)
        {
            case IAssignmentOperation assignment when assignment.Target == use:
                return true;
            case IMemberReferenceOperation member and not IMethodReferenceOperation when member.Instance == use:
                if (member is IPropertyReferenceOperation { Property.GetMethod: { } getter } && _contracts.Of(getter) is { Releases.IsEmpty: false })
                {
                    return false;
                }

                // A part of a struct may be what is held in it, unless a library describes how the whole is released.
                return use.Type is not { IsValueType: true } || OperandTypes.IsPlain(member.Type) || IsReadOff(member) || Includes(member, copies);
            case IArrayElementReferenceOperation element:
                return element.ArrayReference == use;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals }:
            case IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } }:
            case INameOfOperation or IInterpolationOperation or IIsTypeOperation or ILockOperation:
            case IForEachLoopOperation:
                return true;
            case IConversionOperation { OperatorMethod: not null, Type.IsRefLikeType: true }:
                // A span releases nothing.
                return true;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { RefKind: RefKind.None } copy } declarator }:
                return copies < MaxCopies && IsUsedHarmlessly(copy, declarator, copies + 1);
            case IConditionalAccessOperation access when access.Operation == use:
                return access.WhenNotNull.DescendantsAndSelf().OfType<IConditionalAccessInstanceOperation>().FirstOrDefault() is { } instance && Includes(instance, copies);
            case IInvocationOperation invocation when invocation.Instance == use:
                return IsHarmless(invocation.TargetMethod, Target.Receiver, invocation, copies);
            case IArgumentOperation { Parameter.RefKind: RefKind.Out }:
                // Filled in, without a look at what is there.
                return true;
            case IArgumentOperation { Parameter: { RefKind: RefKind.None } parameter, Parent: IInvocationOperation call }:
                return IsHarmless(call.TargetMethod, Target.Parameter(parameter.Ordinal), call, copies);
            case IArgumentOperation { Parameter: { RefKind: RefKind.None } parameter, Parent: IObjectCreationOperation { Constructor: { } constructor } part }:
                return _contracts.Of(constructor) is { Releases.IsEmpty: true } made && made.SameAs.Any(s => s.Source == Target.Parameter(parameter.Ordinal)) &&
                       IsPart(part.Type) && Includes(part, copies);
            case { Kind: OperationKind.None }:
                return parent.Syntax.IsKind(SyntaxKind.PointerIndirectionExpression) || parent.Syntax.IsKind(SyntaxKind.ElementAccessExpression);
            default:
                return false;
        }
    }

    private bool IsNoted(string kind)
    {
        Released?.Add(kind);
        return Released is not null;
    }

    private bool IsUsedHarmlessly(ILocalSymbol copy, IOperation declarator, int copies)
    {
        var root = declarator;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root.Descendants().OfType<ILocalReferenceOperation>()
            .Where(r => SymbolEqualityComparer.Default.Equals(r.Local, copy))
            .All(r => Includes(r, copies));
    }

    // What is asked of a struct whose release is described: the release is called on itself.
    private bool IsReadOff(IMemberReferenceOperation member) =>
        member is IPropertyReferenceOperation { Property.ContainingType: { IsValueType: true } type } && ClassLibrary.Has(type) && HasRelease(type);

    // Memory and segments of arrays, through which some of the array can be reached; what becomes of them is looked at in turn.
    private static bool IsPart(ITypeSymbol? type) => type is INamedTypeSymbol { IsValueType: true, Arity: 1 } named && ClassLibrary.Has(named);

    private bool HasRelease(INamedTypeSymbol type) => type.GetMembers().OfType<IMethodSymbol>().Any(m => _contracts.Of(m)?.Releases.Any(r => r.Target == Target.Receiver) == true);

    private bool IsHarmless(IMethodSymbol method, Target target, IInvocationOperation call, int copies)
    {
        if (_contracts.Of(method, call.Instance is { } instance ? Evaluator.Unwrap(instance).Type : null) is { } contract)
        {
            // What goes on under another name may be released by that.
            return contract.Releases.Where(r => r.Target == target).All(r => IsNoted(r.Kind)) &&
                   (!contract.SameAs.Any(s => s.Source == target && !s.IsView) || call.Type is { IsRefLikeType: true } || (IsPart(call.Type) && Includes(call, copies)));
        }

        if (target.Kind == TargetKind.Receiver && KeepsAlive is not null)
        {
            return KeepsAlive(method);
        }

        if (CallEffects.IsNative(method))
        {
            return target.Kind == TargetKind.Parameter && !NativeReleases.IsLikely(method, _contracts.ReleasingNames) &&
                   !method.Parameters.Any(p => p.Type.TypeKind is TypeKind.Delegate or TypeKind.FunctionPointer) && EndsByItself?.Value == true;
        }

        if (method.IsInSourceOf(_summaries.Graphs.Compilation))
        {
            return target.Kind == TargetKind.Parameter && _summaries.Of(method.ReducedFrom ?? method, true, _cancellationToken) is { } summary &&
                   summary.Borrows.Contains(target.Ordinal) && summary.SameAs.IsEmpty &&
                   !summary.Releases.Any(r => r.Target.Kind == TargetKind.Parameter && r.Target.Ordinal == target.Ordinal) &&
                   !summary.Doubtful.Any(d => d.Target.Kind == TargetKind.Parameter && d.Target.Ordinal == target.Ordinal);
        }

        // The class library takes nothing over by a method call but what its contracts say. A method of the resource itself may
        // be its release, unless the releases of its type are described.
        return target.Kind == TargetKind.Parameter
            ? ClassLibrary.Has(method.ContainingType) && !ClassLibrary.Stores(method.Parameters[target.Ordinal])
            : HasRelease(method.ContainingType);
    }
}
