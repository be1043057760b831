using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow.Contexts;

/// <summary>Conditions on the arguments of a call, as far as constants settle them.</summary>
internal static class ConstantConditions
{
    /// <summary>Whether a condition holds for sure.</summary>
    public static bool Hold(Condition condition, IOperation call) => condition.Tests.All(test =>
        ValueOf(test.Left, call) is { } left && ValueOf(test.Right, call) is { } right && test.Operator switch
        {
            TestOperator.Greater => left > right,
            TestOperator.GreaterOrEqual => left >= right,
            TestOperator.Less => left < right,
            TestOperator.LessOrEqual => left <= right,
            TestOperator.Equal => left == right,
            TestOperator.NotEqual => left != right,
            TestOperator.Has => right != 0 && (left & right) == right,
            _ => (left & right) == 0,
        });

    private static long? ValueOf(Operand operand, IOperation call) => operand.Kind switch
    {
        OperandKind.Constant => operand.Constant,
        OperandKind.Parameter => ArgumentsOf(call).FirstOrDefault(a => a.Parameter?.Ordinal == operand.Ordinal)?.Value.ConstantValue is { HasValue: true } known
            ? ConstantNumber.Of(known.Value)
            : null,
        _ => null,
    };

    private static IEnumerable<IArgumentOperation> ArgumentsOf(IOperation call) => call switch
    {
        IInvocationOperation invocation => invocation.Arguments,
        IObjectCreationOperation creation => creation.Arguments,
        IPropertyReferenceOperation property => property.Arguments,
        _ => Enumerable.Empty<IArgumentOperation>(),
    };
}
