using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// Code that does nothing but look at variables and fields, for an answer: a lambda or local function by which a body asks
/// itself something. What it answers is what the expression says where it is asked.
/// </summary>
internal static class Looks
{
    /// <summary>The expression that is all there is to a function without parameters; null when it is more than a look.</summary>
    public static IOperation? In(IOperation? function)
    {
        var (symbol, body) = function switch
        {
            IAnonymousFunctionOperation lambda => (lambda.Symbol, lambda.Body),
            ILocalFunctionOperation local => (local.Symbol, local.Body),
            _ => (null, null),
        };
        return symbol is { Parameters.IsEmpty: true, ReturnsVoid: false, IsAsync: false } && body is { Operations: { Length: 1 } only } &&
               only[0] is IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } answer } && IsLook(answer)
            ? answer
            : null;
    }

    private static bool IsLook(IOperation operation) => operation switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or ILiteralOperation or IDefaultValueOperation => true,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } => true,
        IConversionOperation { OperatorMethod: null } conversion => IsLook(conversion.Operand),
        IParenthesizedOperation parenthesized => IsLook(parenthesized.Operand),
        IUnaryOperation { OperatorMethod: null } unary => IsLook(unary.Operand),
        IBinaryOperation { OperatorMethod: null } binary => IsLook(binary.LeftOperand) && IsLook(binary.RightOperand),
        IIsPatternOperation { Pattern: var pattern } asked => IsLook(asked.Value) && IsPlain(pattern),
        _ => false,
    };

    private static bool IsPlain(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation or IRelationalPatternOperation => true,
        INegatedPatternOperation negated => IsPlain(negated.Pattern),
        IBinaryPatternOperation binary => IsPlain(binary.LeftPattern) && IsPlain(binary.RightPattern),
        _ => false,
    };
}
