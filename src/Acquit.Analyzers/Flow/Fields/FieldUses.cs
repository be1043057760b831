using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
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

    public FieldUses(BodyGraphs graphs, ContractTable contracts)
    {
        _graphs = graphs;
        _contracts = contracts;
    }

    /// <summary>
    /// Whether all code that can name the field is seen, and none of it can be what releases what it holds: something of the
    /// kind, or of any if none is given. The release of something else leaves it held.
    /// </summary>
    public bool IsNeverReleased(ISymbol field, string? kind, SummaryTable.Inquiry summaries, CancellationToken cancellationToken) =>
        kind == Disposing.Disposables.Kind
            ? IsNeverDisposed(field, summaries, cancellationToken)
            : ReleasesOf(field, summaries, cancellationToken) is { } released && (kind is null ? released.IsEmpty : !released.Contains(kind));

    // An object that is to be disposed of is used by its own methods, most of which are not described: those that do not end it, and yield nothing that
    // may be the object itself, leave it as it is. Only who has an end could have disposed of it there.
    private bool IsNeverDisposed(ISymbol field, SummaryTable.Inquiry summaries, CancellationToken cancellationToken)
    {
        if (!IsSeenWhole(field) || !Ending.Of(field.ContainingType, _graphs, cancellationToken).Any())
        {
            return false;
        }

        var uses = new HarmlessUses(_contracts, summaries, cancellationToken) { Released = new HashSet<string>(), KeepsAlive = method => summaries.Disposables.LeavesAlone(method) };
        return NamesOf(field.OriginalDefinition, cancellationToken).All(n => HarmlessUses.OperationOf(n.Name, n.Model, cancellationToken) is { } use && uses.Includes(use));
    }

    // Nothing outside the type can name it.
    private static bool IsSeenWhole(ISymbol field) =>
        field is { IsStatic: false, DeclaredAccessibility: Accessibility.Private, ContainingType: { TypeKind: TypeKind.Class } type } &&
        !IsLaidOutForNativeCode(type) && (field is not IPropertySymbol || IsStoredByItself(field));

    /// <summary>Whether all code that can name the field is seen, and each use of it is known: those that give back do so there.</summary>
    public bool AreAllReleasesSeen(ISymbol field, SummaryTable.Inquiry summaries, CancellationToken cancellationToken) =>
        ReleasesOf(field, summaries, cancellationToken) is not null;

    // The kinds that are given back; null if that is not known.
    private ImmutableHashSet<string>? ReleasesOf(ISymbol field, SummaryTable.Inquiry summaries, CancellationToken cancellationToken)
    {
        if (!IsSeenWhole(field))
        {
            return null;
        }

        var declared = field.OriginalDefinition;
        return summaries.ReleasedFrom(declared, () => ReleasedFrom(declared, summaries, cancellationToken));
    }

    /// <summary>What is put into any other property goes where its code puts it.</summary>
    public static bool IsStoredByItself(ISymbol property) => property.ContainingType.GetMembers()
        .Any(m => m is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    /// <summary>A property of source that no field stands behind by itself.</summary>
    public static bool IsByCode(ISymbol? member) => member is IPropertySymbol { DeclaringSyntaxReferences.IsEmpty: false } property && !IsStoredByItself(property);

    // Native code that gets the object reaches its private fields too.
    private static bool IsLaidOutForNativeCode(INamedTypeSymbol type) =>
        type.GetAttributes().Any(a => a.AttributeClass is { Name: "StructLayoutAttribute" });

    /// <summary>
    /// The members of its type that write a private field or may give back what it holds: when none of them runs, it stays as
    /// it is. A lambda or local function runs when it likes, and is a member of its own.
    /// </summary>
    /// <returns>Each with whether it may give it back, and does not only write.</returns>
    public IReadOnlyCollection<(ISymbol Member, bool MayRelease)> Changers(ISymbol field, SummaryTable.Inquiry summaries, CancellationToken cancellationToken)
    {
        var harmless = new HarmlessUses(_contracts, summaries, cancellationToken) { EndsByItself = new Lazy<bool>(() => EndsByItself(field.ContainingType, cancellationToken), false) };
        var changers = new List<(ISymbol, bool)>();
        foreach (var (name, model) in NamesOf(field, cancellationToken))
        {
            var use = HarmlessUses.OperationOf(name, model, cancellationToken);
            var mayRelease = use is null || !harmless.Includes(use);
            if ((mayRelease || IsWrite(use!)) && model.GetEnclosingSymbol(name.SpanStart, cancellationToken) is { } member)
            {
                changers.Add((member, mayRelease));
            }
        }

        return changers;
    }

    /// <summary>Whether it is evident from the syntax alone that code of other members than these writes a field.</summary>
    public bool IsEvidentlyWrittenBesides(ISymbol field, Func<ISymbol, bool> isExpected, CancellationToken cancellationToken) =>
        _graphs.FieldNames.Of(field, cancellationToken).Any(name =>
            IsWritten(name) && _graphs.ModelOf(name.SyntaxTree) is var model &&
            model.GetEnclosingSymbol(name.SpanStart, cancellationToken) is { } member && !isExpected(member) &&
            SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, field.OriginalDefinition));

    private static bool IsWritten(IdentifierNameSyntax name)
    {
        SyntaxNode node = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return node.Parent is AssignmentExpressionSyntax assignment && assignment.Left == node;
    }

    private ImmutableHashSet<string>? ReleasedFrom(ISymbol field, SummaryTable.Inquiry summaries, CancellationToken cancellationToken)
    {
        var released = new HashSet<string>();
        var endsByItself = new Lazy<bool>(() => EndsByItself(field.ContainingType, cancellationToken), false);
        var anywhere = new HarmlessUses(_contracts, summaries, cancellationToken) { Released = released, EndsByItself = endsByItself };
        // What an end gives back wrongly is told by the life that it ends.
        var atEnd = new HarmlessUses(_contracts, summaries, cancellationToken) { EndsByItself = endsByItself };
        HashSet<ISymbol>? ends = null;
        return NamesOf(field, cancellationToken).All(n => HarmlessUses.OperationOf(n.Name, n.Model, cancellationToken) is { } use &&
                                                          (atEnd.Includes(use) || (!IsInEnd(n) && anywhere.Includes(use))))
            ? released.ToImmutableHashSet()
            : null;

        bool IsInEnd((IdentifierNameSyntax Name, SemanticModel Model) named)
        {
            ends ??= new HashSet<ISymbol>(Ending.Of(field.ContainingType, _graphs, cancellationToken).Select(e => e.Method), SymbolEqualityComparer.Default);
            var member = named.Model.GetEnclosingSymbol(named.Name.SpanStart, cancellationToken);
            return member is not null && ends.Contains(member);
        }
    }

    // Whoever has code for native code to call may give back there what that comes back with.
    private bool EndsByItself(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        Ending.Of(type, _graphs, cancellationToken).Any() &&
        !type.GetMembers().Any(m => m is IFieldSymbol { Type.TypeKind: TypeKind.Delegate, AssociatedSymbol: null } ||
                                    (m is IMethodSymbol method && method.GetAttributes().Any(a => a.AttributeClass is { Name: "UnmanagedCallersOnlyAttribute" or "MonoPInvokeCallbackAttribute" })));

    private IEnumerable<(IdentifierNameSyntax Name, SemanticModel Model)> NamesOf(ISymbol field, CancellationToken cancellationToken)
    {
        foreach (var name in _graphs.FieldNames.Of(field, cancellationToken))
        {
            var model = _graphs.ModelOf(name.SyntaxTree);
            if (SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, field.OriginalDefinition))
            {
                yield return (name, model);
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
}
