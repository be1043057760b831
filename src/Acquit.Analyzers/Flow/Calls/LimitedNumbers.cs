using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// What an object makes for itself with a number of places in it, to be taken and given back. Made without any it is a signal: whoever
/// gives one then need not have taken one.
/// </summary>
internal static class LimitedNumbers
{
    /// <summary>Whether it was not only looked at, but waited for, for some time, and may be got by nobody else meanwhile.</summary>
    public static bool IsWaitedFor(Resource live, FlowContext context) =>
        live is { IsContainer: false, Key: { IsConstant: false, Offset: 0 } } && live.Site.Call is IInvocationOperation attempt && attempt.Arguments.Any(a => IsTime(a.Value)) &&
        context.Symbols[live.Key.Symbol] is { Origin: Origin.Member, Member: IFieldSymbol { IsReadOnly: true, DeclaredAccessibility: Accessibility.Private } field } && IsMadeWithSome(field, context);

    // None at all, and for ever, have names of their own.
    private static bool IsTime(IOperation argument)
    {
        var time = Evaluator.Unwrap(argument);
        return time.Type is { SpecialType: SpecialType.System_Int32 } or { Name: nameof(TimeSpan), ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } } &&
               time is not IDefaultValueOperation && !(time is IFieldReferenceOperation { Field: { IsStatic: true } named } && ClassLibrary.Has(named.ContainingType)) && time.ConstantValue is not { HasValue: true, Value: <= 0 };
    }

    private static bool IsMadeWithSome(IFieldSymbol field, FlowContext context) =>
        field.DeclaringSyntaxReferences.Length == 1 &&
        field.DeclaringSyntaxReferences[0].GetSyntax(context.CancellationToken) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } } &&
        context.Summaries.Graphs.ModelOf(arguments[0].SyntaxTree).GetConstantValue(arguments[0].Expression, context.CancellationToken) is { HasValue: true, Value: >= 1 } &&
        !context.Summaries.Fields.IsEvidentlyWrittenBesides(field, _ => false, context.CancellationToken);
}
