using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>Locks that an object has made for itself, and that no code which can name them ever gives back.</summary>
internal static class LocksKeptForGood
{
    public static bool Include(Resource held, FlowContext context) =>
        held is { IsContainer: false, Key: { IsConstant: false, Offset: 0 } } && context.Contracts.BelongsToHolder(held.Kind) &&
        context.Symbols[held.Key.Symbol] is { Origin: Origin.Member, Member: IFieldSymbol field, Base: var owner } && context.Symbols[owner.Symbol].Origin == Origin.This &&
        IsMadeHere(field, context) && context.Summaries.Fields.IsNeverReleased(field, held.Kind, context.Summaries, context.CancellationToken);

    private static bool IsMadeHere(IFieldSymbol field, FlowContext context) =>
        field.IsReadOnly && field.DeclaringSyntaxReferences.Length == 1 &&
        field.DeclaringSyntaxReferences[0].GetSyntax(context.CancellationToken) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax } &&
        !context.Summaries.Fields.IsEvidentlyWrittenBesides(field, _ => false, context.CancellationToken);
}
