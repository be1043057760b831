using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>Whether making an object lets others get hold of it.</summary>
internal static class Construction
{
    /// <summary>The constructors that run before a constructor's own body, without its text saying so, do nothing with the object.</summary>
    public static bool IsSilentBefore(IMethodSymbol constructor, Compilation compilation, CancellationToken cancellationToken) =>
        constructor.ContainingType.IsValueType ||
        constructor.DeclarationsIn(compilation).Any(r => r.GetSyntax(cancellationToken) is ConstructorDeclarationSyntax { Initializer: not null }) ||
        HasSilentBase(constructor.ContainingType, compilation);

    /// <summary>Whether nobody but its maker has an object of the type that a constructor has made.</summary>
    public static bool IsPrivate(IMethodSymbol constructor, SummaryTable.Inquiry summaries, CancellationToken cancellationToken) =>
        IsSilentBefore(constructor, summaries.Graphs.Compilation, cancellationToken) &&
        (constructor.IsImplicitlyDeclared ||
         summaries.Of(constructor, isTracked: true, cancellationToken)?.Borrows.Contains(Contracts.MemberContract.ReceiverOrdinal) == true);

    /// <summary>Whether nobody but its maker has an object of a type, however it was made and whatever of its properties were set.</summary>
    public static bool StaysWithMaker(INamedTypeSymbol type, SummaryTable.Inquiry summaries, CancellationToken cancellationToken)
    {
        var compilation = summaries.Graphs.Compilation;
        for (var part = type; part is { SpecialType: not SpecialType.System_Object }; part = part.BaseType)
        {
            // Code of a setter may tell others of the object.
            if (!part.IsInSourceOf(compilation) || part.GetMembers().Any(m => m is IPropertySymbol { IsStatic: false, SetMethod: not null } property && !IsAuto(property)))
            {
                return false;
            }
        }

        return type.InstanceConstructors.All(constructor => IsPrivate(constructor, summaries, cancellationToken));
    }

    private static bool IsAuto(IPropertySymbol property) =>
        !property.IsAbstract && property.ContainingType.GetMembers().Any(m => m is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)) &&
        property.SetMethod!.DeclaringSyntaxReferences.All(r => r.GetSyntax() is AccessorDeclarationSyntax { Body: null, ExpressionBody: null });

    private static bool HasSilentBase(INamedTypeSymbol type, Compilation compilation) =>
        type.BaseType is null or { SpecialType: SpecialType.System_Object or SpecialType.System_ValueType } ||
        (type.BaseType is { } @base && @base.IsInSourceOf(compilation) &&
         @base.InstanceConstructors.Any(c => c is { Parameters.IsEmpty: true, IsImplicitlyDeclared: true }) && HasSilentBase(@base, compilation));
}
