using System.Collections.Concurrent;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>
/// Whether the code of a type ever gives back what one of its fields holds. Only a field that nothing outside the type can
/// name is judged, and a use that is not known for harmless counts as giving back. Safe to use from several threads.
/// </summary>
internal sealed class FieldUses
{
    private readonly BodyGraphs _graphs;
    private readonly ContractTable _contracts;
    private readonly ConcurrentDictionary<ISymbol, bool> _released = new(SymbolEqualityComparer.Default);

    public FieldUses(BodyGraphs graphs, ContractTable contracts)
    {
        _graphs = graphs;
        _contracts = contracts;
    }

    /// <summary>Whether all code that can name the field is seen, and none of it can be what releases its content.</summary>
    public bool IsNeverReleased(ISymbol field, CancellationToken cancellationToken)
    {
        if (field is not { IsStatic: false, DeclaredAccessibility: Accessibility.Private, ContainingType: { TypeKind: TypeKind.Class } type } ||
            IsLaidOutForNativeCode(type))
        {
            return false;
        }

        return !(_released.TryGetValue(field, out var known) ? known : _released.GetOrAdd(field, MayBeReleased(field, cancellationToken)));
    }

    // Native code that gets the object reaches its private fields too.
    private static bool IsLaidOutForNativeCode(INamedTypeSymbol type) =>
        type.GetAttributes().Any(a => a.AttributeClass is { Name: "StructLayoutAttribute" });

    /// <summary>
    /// The members of its type that write a private field or may give back what it holds: when none of them runs, it stays as
    /// it is. A use within a lambda counts for the member around it.
    /// </summary>
    /// <returns>Each with whether it may give it back, and does not only write.</returns>
    public IReadOnlyCollection<(ISymbol Member, bool MayRelease)> Changers(ISymbol field, CancellationToken cancellationToken)
    {
        var changers = new List<(ISymbol, bool)>();
        foreach (var (name, model) in NamesOf(field, cancellationToken))
        {
            var use = OperationOf(name, model, cancellationToken);
            var mayRelease = use is null || !IsHarmless(use);
            if ((mayRelease || IsWrite(use!)) && MemberAround(name, model, cancellationToken) is { } member)
            {
                changers.Add((member, mayRelease));
            }
        }

        return changers;
    }

    private bool MayBeReleased(ISymbol field, CancellationToken cancellationToken) =>
        NamesOf(field, cancellationToken).Any(n => !(OperationOf(n.Name, n.Model, cancellationToken) is { } use && IsHarmless(use)));

    private IEnumerable<(IdentifierNameSyntax Name, SemanticModel Model)> NamesOf(ISymbol field, CancellationToken cancellationToken)
    {
        foreach (var reference in field.ContainingType.OriginalDefinition.DeclaringSyntaxReferences)
        {
            var declaration = reference.GetSyntax(cancellationToken);
            SemanticModel? model = null;
            foreach (var name in declaration.DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (name.Identifier.ValueText != field.Name)
                {
                    continue;
                }

                model ??= _graphs.ModelOf(reference.SyntaxTree);
                if (SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, field.OriginalDefinition))
                {
                    yield return (name, model);
                }
            }
        }
    }

    private static bool IsWrite(IOperation use)
    {
        var parent = use.Parent;
        while (parent is IMemberReferenceOperation { Instance: { } instance } && instance == use && use.Type is { IsValueType: true })
        {
            use = parent;
            parent = parent.Parent;
        }

        return parent is IAssignmentOperation assignment && assignment.Target == use;
    }

    private static ISymbol? MemberAround(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        var symbol = model.GetEnclosingSymbol(node.SpanStart, cancellationToken);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol;
    }

    private static IOperation? OperationOf(IdentifierNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        SyntaxNode node = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return model.GetOperation(node, cancellationToken);
    }

    private bool IsHarmless(IOperation use)
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
            case IMemberReferenceOperation member and not IMethodReferenceOperation:
                return member.Instance == use && (member is not IPropertyReferenceOperation property || _contracts.Of(property.Property.GetMethod!) is not { Releases.IsEmpty: false });
            case IArrayElementReferenceOperation element:
                return element.ArrayReference == use;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals }:
            case IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } }:
            case INameOfOperation or IInterpolationOperation or IIsTypeOperation or ILockOperation:
                return true;
            case IConversionOperation { OperatorMethod: not null, Type.IsRefLikeType: true }:
                // A span releases nothing.
                return true;
            case IInvocationOperation invocation when invocation.Instance == use:
                return IsHarmless(invocation.TargetMethod, Target.Receiver, invocation);
            case IArgumentOperation { Parameter: { RefKind: RefKind.None } parameter, Parent: IInvocationOperation call }:
                return IsHarmless(call.TargetMethod, Target.Parameter(parameter.Ordinal), call);
            case { Kind: OperationKind.None }:
                return parent.Syntax.IsKind(SyntaxKind.PointerIndirectionExpression) || parent.Syntax.IsKind(SyntaxKind.ElementAccessExpression);
            default:
                return false;
        }
    }

    private bool IsHarmless(IMethodSymbol method, Target target, IInvocationOperation call)
    {
        if (_contracts.Of(method, call.Instance is { } instance ? Evaluator.Unwrap(instance).Type : null) is { } contract)
        {
            // What goes on under another name may be released by that.
            return !contract.Releases.Any(r => r.Target == target) &&
                   (!contract.SameAs.Any(s => s.Source == target) || call.Type is { IsRefLikeType: true });
        }

        if (!method.DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        // The class library takes nothing over by a method call but what its contracts say. A method of the resource itself may
        // be its release, unless the releases of its type are described.
        return target.Kind == TargetKind.Parameter
            ? IsClassLibrary(method.ContainingType)
            : method.ContainingType.GetMembers().OfType<IMethodSymbol>().Any(m => _contracts.Of(m)?.Releases.Any(r => r.Target == Target.Receiver) == true);
    }

    private static bool IsClassLibrary(INamedTypeSymbol? type)
    {
        var space = type?.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { Name: "System" };
    }
}
