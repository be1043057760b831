using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>Finds the test by which a caller tells some ways of returning from all the others.</summary>
internal sealed class Distinction
{
    private static readonly TestOperator[] OfNumbers =
    {
        TestOperator.Equal, TestOperator.NotEqual, TestOperator.GreaterOrEqual, TestOperator.Greater, TestOperator.Less, TestOperator.LessOrEqual,
    };

    private readonly IMethodSymbol _method;
    private readonly EffectReader _reader;

    public Distinction(IMethodSymbol method, EffectReader reader)
    {
        _method = method;
        _reader = reader;
    }

    /// <summary>The condition that holds in every one of the outcomes and in none of the others; null when there is none.</summary>
    public Condition? Between(IReadOnlyList<Outcome> these, IReadOnlyList<Outcome> others)
    {
        if (others.Count == 0)
        {
            return Condition.Always;
        }

        foreach (var operand in Operands())
        {
            foreach (var test in TestsOf(operand, these, others))
            {
                if (these.All(o => Evaluate(test, o) == Truth.True) && others.All(o => Evaluate(test, o) == Truth.False))
                {
                    return new Condition(ImmutableArray.Create(test));
                }
            }
        }

        return null;
    }

    private IEnumerable<(Operand Operand, ITypeSymbol Type)> Operands()
    {
        if (!_method.ReturnsVoid)
        {
            yield return (Operand.Return, Yielded(_method.ReturnType));
        }

        foreach (var parameter in _method.Parameters.OrderBy(p => p.RefKind == RefKind.None))
        {
            yield return (Operand.Parameter(parameter.Ordinal), parameter.Type);
        }
    }

    // What a caller tests: truth, null, and how numbers compare with nought or with one of the codes that are returned.
    private IEnumerable<Test> TestsOf((Operand Operand, ITypeSymbol Type) operand, IReadOnlyList<Outcome> these, IReadOnlyList<Outcome> others)
    {
        var constants = these.Concat(others).Select(o => ValueOf(operand.Operand, o)).OfType<Value>().Where(v => v.IsConstant).Select(v => v.Offset);
        if (operand.Type.SpecialType == SpecialType.System_Boolean)
        {
            constants = new long[] { 1, 0 };
        }
        else if (operand.Type is { IsReferenceType: true } or { TypeKind: TypeKind.Pointer } or { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr })
        {
            constants = new long[] { 0 };
        }
        else
        {
            constants = constants.Prepend(0);
        }

        foreach (var constant in constants.Distinct().Take(8))
        {
            foreach (var op in OfNumbers)
            {
                yield return new Test(operand.Operand, op, Operand.Number(constant));
            }
        }
    }

    private Truth Evaluate(Test test, Outcome outcome) =>
        ValueOf(test.Left, outcome) is { } value ? outcome.World.Facts.Evaluate(test.Operator, value, Value.Constant(test.Right.Constant)) : Truth.Unknown;

    private Value? ValueOf(Operand operand, Outcome outcome) => operand.Kind switch
    {
        OperandKind.Return => outcome.Returned,
        OperandKind.Constant => Value.Constant(operand.Constant),
        _ when _method.Parameters[operand.Ordinal] is { RefKind: RefKind.Ref or RefKind.Out } passed => _reader.Final(passed, outcome),
        _ => _reader.Entry(_method.Parameters[operand.Ordinal]),
    };

    private static ITypeSymbol Yielded(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: { Length: 1 } arguments } ? arguments[0] : type;
}
