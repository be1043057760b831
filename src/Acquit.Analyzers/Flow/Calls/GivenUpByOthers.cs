using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Locks that another member of the type gives back without having taken them, as one does that makes a pause: code that runs in between
/// may come to that. Asked only where a lock is taken that is held already.
/// </summary>
internal static class GivenUpByOthers
{
    public static bool Has(IFieldSymbol field, string kind, FlowContext context)
    {
        foreach (var reference in field.ContainingType.DeclaringSyntaxReferences)
        {
            var model = context.Summaries.Graphs.ModelOf(reference.SyntaxTree);
            var calls = reference.GetSyntax(context.CancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>().Where(c => context.Contracts.Names.Contains(NamedCall.NameOf(c) ?? "")).ToList();
            if (calls.Exists(c => GivesBack(c) && MemberOf(c) is { } member && member != MemberOf(context.Root?.Syntax) && !calls.Exists(earlier => earlier.SpanStart < c.SpanStart && MemberOf(earlier) == member && Takes(earlier))))
            {
                return true;
            }

            bool GivesBack(InvocationExpressionSyntax call) => ContractOf(call) is { } contract && contract.Releases.Any(r => r.Kind == kind) && IsOnField(call);
            bool Takes(InvocationExpressionSyntax call) => ContractOf(call) is { } contract && contract.Acquires.Any(a => a.Kind == kind) && IsOnField(call);
            Contracts.MemberContract? ContractOf(InvocationExpressionSyntax call) =>
                model.GetSymbolInfo(call, context.CancellationToken).Symbol is IMethodSymbol called ? context.Contracts.Of(called) : null;
            bool IsOnField(InvocationExpressionSyntax call) =>
                call.ArgumentList.Arguments.Select(a => a.Expression).Concat(call.Expression is MemberAccessExpressionSyntax { Expression: var receiver } ? new[] { receiver } : Array.Empty<ExpressionSyntax>())
                    .Any(e => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(e, context.CancellationToken).Symbol?.OriginalDefinition, field.OriginalDefinition));
        }

        return false;
    }

    private static SyntaxNode? MemberOf(SyntaxNode? node) => node?.FirstAncestorOrSelf<MemberDeclarationSyntax>();
}
