using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>Which objects the garbage collector lets release what they hold, as nobody owes that then, and where it is told not to.</summary>
internal static class Finalization
{
    private static readonly NameScanner Suppressing = new(new[] { nameof(GC.SuppressFinalize) });

    /// <summary>Whether a body tells the collector that there is nothing left to finalize.</summary>
    public static bool IsEndedIn(SyntaxNode body, BodyGraphs graphs, CancellationToken cancellationToken) =>
        Suppressing.Any(body.SyntaxTree.GetText(cancellationToken), body.Span, cancellationToken) && body.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            (call.Expression is MemberAccessExpressionSyntax access ? access.Name : call.Expression) is SimpleNameSyntax { Identifier.ValueText: nameof(GC.SuppressFinalize) } &&
            graphs.ModelOf(body.SyntaxTree).GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol called && Conventions.EndsFinalization(called));

    public static bool IsPossible(ITypeSymbol? type, Compilation compilation)
    {
        if (type is not { TypeKind: TypeKind.Class or TypeKind.Struct })
        {
            return true;
        }

        // What a tuple is made by is known.
        if (type.IsTupleType)
        {
            return false;
        }

        for (var declared = type; declared is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; declared = declared.BaseType)
        {
            // What the constructors of another assembly do with their object is not known.
            if (!declared.IsInSourceOf(compilation) ||
                declared.GetMembers(WellKnownMemberNames.DestructorName).Any(m => m is IMethodSymbol { MethodKind: MethodKind.Destructor }))
            {
                return true;
            }
        }

        return false;
    }
}
