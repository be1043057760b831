using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Collections;

/// <summary>What .NET's collections do with what is put into them, told by their methods.</summary>
internal static class Adders
{
    /// <summary>The variable whose collection something is put into; null where that is another operation, or a variable of something else.</summary>
    public static ILocalSymbol? FilledBy(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } } call when IsAdder(call.TargetMethod) => local,
        ISimpleAssignmentOperation { IsRef: false, Target: IPropertyReferenceOperation { Instance: ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } } indexer }
            when IsKeyed(indexer.Property) => local,
        _ => null,
    };

    /// <summary>Whether a collection is made with something in it: <c>new List&lt;T&gt; { a }</c>, <c>[a]</c>.</summary>
    public static bool IsMadeFull(IOperation made) => Evaluator.Unwrap(made) switch
    {
        IObjectCreationOperation { Initializer.Initializers.IsEmpty: false, Type: INamedTypeSymbol type } => IsCollection(type),
        { Kind: Evaluator.CollectionExpression, Type: INamedTypeSymbol { TypeKind: TypeKind.Class } type } expression => IsCollection(type) && expression.ChildOperations.Any(),
        _ => false,
    };

    /// <summary>Whether a method only puts its argument in, and answers nothing by which the collection could be got at.</summary>
    public static bool IsAdder(IMethodSymbol method) =>
        !method.IsStatic && IsAdderName(method.Name) &&
        IsCollection(method.ContainingType);

    /// <summary>Whether a method only makes room, or gives some back.</summary>
    public static bool IsAboutRoom(IMethodSymbol method) => method.Name is "EnsureCapacity" or "TrimExcess";

    private static bool IsAdderName(string name) => name is "Add" or "AddFirst" or "AddLast" or "Enqueue" or "Insert" or "Push" or "TryAdd";

    /// <summary>Whether a property puts what it is set to in under a key, whatever was there before.</summary>
    public static bool IsKeyed(IPropertySymbol property) =>
        property is { IsIndexer: true, SetMethod: not null, Parameters.Length: 1 } && IsCollection(property.ContainingType) &&
        property.ContainingType.GetMembers("ContainsKey").Length > 0;

    /// <summary>A collection without an end of its own: it is left to the garbage collector, with what is in it.</summary>
    public static bool IsCollection(INamedTypeSymbol? type) =>
        type is { TypeKind: TypeKind.Class or TypeKind.Interface, IsValueType: false } && IsAmongCollections(type.ContainingNamespace) &&
        (type.TypeArguments.IsEmpty || type.TypeArguments.Any(MayBeHeld)) &&
        !type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_IDisposable);

    /// <summary>Whether a reference to a variable is one by which nothing comes out of the collection, and nobody gets hold of it.</summary>
    public static bool IsForFilling(ILocalReferenceOperation collection) => collection.Parent switch
    {
        IInvocationOperation call => call.Instance == collection && (IsAnswerDropped(call) || IsAboutRoom(call.TargetMethod)),
        IPropertyReferenceOperation { Arguments.IsEmpty: true } property => property.Instance == collection && IsCount(property.Property),
        IPropertyReferenceOperation { Parent: ISimpleAssignmentOperation set } indexer =>
            indexer.Instance == collection && set.Target == indexer && IsKeyed(indexer.Property),
        IFlowCaptureOperation => IsKeptForACall(collection.Syntax),
        _ => false,
    };

    /// <summary>Whether a reference leaves no other name for the collection behind, though it may take something out.</summary>
    public static bool IsPassing(ILocalReferenceOperation collection) => collection.Parent switch
    {
        IInvocationOperation { TargetMethod.OriginalDefinition: var method } call => call.Instance == collection &&
            (method.ReturnsVoid || call.IsImplicit || method.ReturnType is ITypeParameterSymbol || OperandTypes.IsPlain(method.ReturnType)),
        IPropertyReferenceOperation { Arguments.Length: 1 } => true,
        IConversionOperation { IsImplicit: true, Parent: IInvocationOperation { IsImplicit: true } } => true,
        _ => false,
    };

    public static bool IsCount(IPropertySymbol property) => property is { Name: "Count", Type.SpecialType: SpecialType.System_Int32 };

    // LinkedList hands out a node, by which the whole of it can be had.
    private static bool IsAnswerDropped(IInvocationOperation call) =>
        IsAdder(call.TargetMethod) && (call.TargetMethod.ReturnsVoid || call.Parent is IExpressionStatementOperation || OperandTypes.IsPlain(call.TargetMethod.ReturnType));

    // What is called on it has an argument with branches in it, so that the receiver is put aside first.
    private static bool IsKeptForACall(SyntaxNode collection) =>
        collection.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call, Name.Identifier.ValueText: var name } member && IsAdderName(name) &&
        member.Expression == collection && call.Expression == member;

    private static bool MayBeHeld(ITypeSymbol type) =>
        type.TypeKind != TypeKind.Enum &&
        type.SpecialType is not (SpecialType.System_Boolean or SpecialType.System_Char or SpecialType.System_String or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal or SpecialType.System_DateTime);

    private static bool IsAmongCollections(INamespaceSymbol? space)
    {
        space = space is { Name: "Generic" or "Concurrent" } ? space.ContainingNamespace : space;
        return space is { Name: "Collections", ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } };
    }
}
