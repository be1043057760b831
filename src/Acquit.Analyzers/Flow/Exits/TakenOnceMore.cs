using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Locks that the handler or finally block of a try statement takes though the method holds them already: where the method is left
/// with both, one was to be given back there.
/// </summary>
internal static class TakenOnceMore
{
    public static bool Include(Resource held, World world, FlowContext context) =>
        held is { Owned: false, IsContainer: false } && world.StatusOf(held) == Status.Held && context.Contracts.BelongsToHolder(held.Kind) &&
        HandlerAround(held.Site.Call.Syntax) is { } handler &&
        world.Resources.Exists(r =>
            r != held && r is { IsLive: true, Unsure: false, Foreign: false, Reported: false, PendingRelease: null, PendingEscape: null } &&
            r.Kind == held.Kind && world.StatusOf(r) == Status.Held && world.Facts.AreEqual(r.Key, held.Key) &&
            !handler.Span.Contains(r.Site.Call.Syntax.Span) && (!r.Escaped || GoesToTheCallerOnly(r.Site, context)));

    private static SyntaxNode? HandlerAround(SyntaxNode acquire) =>
        acquire.Ancestors().TakeWhile(n => n is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .FirstOrDefault(n => n is FinallyClauseSyntax or CatchClauseSyntax);

    // Kept by nothing but an object that is returned once it is made, and never asked to do anything: if it is not returned, it has done nothing.
    private static bool GoesToTheCallerOnly(AcquireSite site, FlowContext context)
    {
        var ways = context.HandedOn.Where(h => h.Site == site).ToList();
        return ways.Count > 0 && ways.TrueForAll(way => way.Node switch
        {
            VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax } made => IsReturnedOnly(made),
            BaseObjectCreationExpressionSyntax { Parent: ReturnStatementSyntax } => true,
            ReturnStatementSyntax { Expression: BaseObjectCreationExpressionSyntax } => true,
            _ => false,
        });
    }

    private static bool IsReturnedOnly(VariableDeclaratorSyntax made) =>
        made.Parent?.Parent is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.None, Parent: { } scope } &&
        scope.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == made.Identifier.ValueText).All(n => n.Parent is ReturnStatementSyntax);
}
