using Acquit.Analyzers.Flow.Locks;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Locks that an object has made for itself, and that no code which can name them ever gives back, or only such code as has taken them
/// itself.
/// </summary>
internal static class LocksKeptForGood
{
    public static bool Include(Resource held, FlowContext context) =>
        held is { IsContainer: false, Key: { IsConstant: false, Offset: 0 } } && context.Contracts.BelongsToHolder(held.Kind) &&
        context.Symbols[held.Key.Symbol] is { Origin: Origin.Member, Member: IFieldSymbol field, Base: var owner } && context.Symbols[owner.Symbol].Origin == Origin.This &&
        OtherHalves.IsMadeOnce(field, context) &&
        (context.Summaries.Fields.IsNeverReleased(field, held.Kind, context.Summaries, context.CancellationToken) || IsReleasedByTakersOnly(field, held.Kind, context));

    private static bool IsReleasedByTakersOnly(IFieldSymbol field, string kind, FlowContext context) =>
        context.Summaries.Fields.AreAllReleasesSeen(field, context.Summaries, context.CancellationToken) &&
        !new OtherHalves(context).AreIn(field.ContainingType.DeclarationsIn(context.Compilation).Select(r => (r.SyntaxTree, r.Span)), field, kind);
}
