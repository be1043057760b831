using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Releasing;

/// <summary>Empties what held a resource after it is released: where another release tests for that, or does nothing then, it may stay.</summary>
internal static class EmptiedHolder
{
    /// <summary>Nothing where the code that follows needs what was in it.</summary>
    public static IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> After(SyntaxNode? release, string kind, AnalyzedFile file)
    {
        if (release is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax statement } call || CallSyntax.NameOf(call) is not { } name ||
            HolderOf(call, kind, file) is not { } holder || EmptyOf(holder, file) is not { } empty || !IsOnlyReleased(holder, statement, kind, file) ||
            new Insertion(file).Around(statement, Array.Empty<string>(), new[] { $"{holder} = {empty};" }) is not { } edit)
        {
            yield break;
        }

        yield return ($"Set '{holder}' to '{empty}' after the first '{name.Identifier.Text}'", edit);
    }

    private static ExpressionSyntax? HolderOf(InvocationExpressionSyntax call, string kind, AnalyzedFile file)
    {
        if (file.Model.GetOperation(call, file.CancellationToken) is not IInvocationOperation operation ||
            file.Contracts.Of(operation.TargetMethod)?.Releases.FirstOrDefault(r => r.Kind == kind) is not { } clause ||
            CallSyntax.Target(operation, clause.Target) is not { } holder)
        {
            return null;
        }

        return file.Model.GetSymbolInfo(holder, file.CancellationToken).Symbol switch
        {
            ILocalSymbol { IsConst: false, RefKind: RefKind.None } or IParameterSymbol { RefKind: RefKind.None } => holder,
            IFieldSymbol { IsReadOnly: false } when holder is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } => holder,
            _ => null,
        };
    }

    private static string? EmptyOf(ExpressionSyntax holder, AnalyzedFile file) => file.Model.GetTypeInfo(holder, file.CancellationToken).Type switch
    {
        { IsReferenceType: true } or { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } => "null",
        { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } => "default",
        _ => null,
    };

    // From there on it is tested, filled anew and released, and nothing else; and nobody comes round to what stands above.
    private static bool IsOnlyReleased(ExpressionSyntax holder, StatementSyntax release, string kind, AnalyzedFile file)
    {
        var around = release.Ancestors().TakeWhile(a => a is not MemberDeclarationSyntax).ToList();
        if (around.Exists(a => a is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax or
                AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) ||
            release.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member)
        {
            return false;
        }

        return member.DescendantNodes().OfType<ExpressionSyntax>()
            .Where(e => e.ToString() == holder.ToString() && (e.SpanStart > release.Span.End || e.Ancestors().Any(a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
            .All(e => IsHarmless(e, holder, kind, file));
    }

    private static bool IsHarmless(ExpressionSyntax mention, ExpressionSyntax holder, string kind, AnalyzedFile file) => mention.Parent switch
    {
        BinaryExpressionSyntax binary => binary.IsKind(SyntaxKind.EqualsExpression) || binary.IsKind(SyntaxKind.NotEqualsExpression),
        IsPatternExpressionSyntax => true,
        AssignmentExpressionSyntax assignment => assignment.Left == mention && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression),
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } => ScopedReleases.Releases(call, holder, kind, file),
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access => access.Expression == mention && ScopedReleases.Releases(call, holder, kind, file),
        ConditionalAccessExpressionSyntax access => access.Expression == mention,
        _ => false,
    };
}
