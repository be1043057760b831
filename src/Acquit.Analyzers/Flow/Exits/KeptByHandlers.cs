using Acquit.Analyzers.Flow.Locks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Locks that a handler keeps and that nothing in the compilation gives back but where it has taken them itself. Whoever calls the handler
/// is not of this code, and knows nothing of a lock that objects of this code have made for themselves.
/// </summary>
internal static class KeptByHandlers
{
    public static bool Include(Resource held, FlowContext context) =>
        held is { IsContainer: false, Key: { IsConstant: false, Offset: 0 } } && context.Contracts.BelongsToHolder(held.Kind) &&
        context.Owner is IMethodSymbol { DeclaredAccessibility: Accessibility.Private, MethodKind: MethodKind.Ordinary } handler &&
        context.Symbols[held.Key.Symbol] is { Origin: Origin.Member, Member: { } member } && OtherHalves.IsMadeOnce(member, context) &&
        context.Reach.Handlers.All.Any(h => SymbolEqualityComparer.Default.Equals(h.Method, handler)) &&
        !new OtherHalves(context).AreIn(context.Compilation.SyntaxTrees.Select(tree => (tree, new TextSpan(0, tree.Length))), member, held.Kind);
}
