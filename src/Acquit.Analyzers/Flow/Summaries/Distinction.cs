using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
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

        // All that is always so in these: each such fact rules out some of the others for a caller who knows it to be false.
        var tests = Operands()
            .Select(operand => TestsOf(operand, these, others)
                .Where(test => these.All(o => Evaluate(test, o) == Truth.True))
                .Select(test => (Test: test, Excludes: others.Count(o => Evaluate(test, o) == Truth.False)))
                .OrderByDescending(t => t.Excludes)
                .FirstOrDefault())
            .Where(t => t.Excludes > 0)
            .Select(t => t.Test)
            .ToList();
        bool Separates(IReadOnlyCollection<Test> chosen) => others.All(o => chosen.Any(test => Evaluate(test, o) == Truth.False));

        if (!Separates(tests))
        {
            return null;
        }

        // What was passed in decides only where the outcome does not tell, or where the caller knows it.
        var passed = tests.Where(t => !IsOutcome(t.Left)).ToList();
        foreach (var given in passed)
        {
            var without = tests.Where(t => t != given).ToList();
            if (Separates(without))
            {
                tests = without;
            }
        }

        return new Condition(tests.ToImmutableArray())
        {
            Needed = passed.ToImmutableArray(),
            IsForeseen = passed.Count > 0 && Separates(passed),
            Enough = tests.Count > 1 ? tests.Where(t => IsOutcome(t.Left) && Separates(new[] { t })).ToImmutableArray() : ImmutableArray<Test>.Empty,
        };
    }

    /// <summary>What is answered in every one of the outcomes, and not in some of the others, though it does not tell them all apart; null when there is nothing of the sort.</summary>
    public Test? AnswerOnly(IReadOnlyList<Outcome> these, IReadOnlyList<Outcome> others) =>
        _method.ReturnsVoid
            ? null
            : TestsOf((Operand.Return, OperandTypes.Awaited(_method.ReturnType)), these, others)
                .Where(test => these.All(o => Evaluate(test, o) == Truth.True))
                .Select(test => (Test: (Test?)test, Excludes: others.Count(o => Evaluate(test, o) == Truth.False)))
                .Where(t => t.Excludes > 0)
                .OrderByDescending(t => t.Excludes)
                .FirstOrDefault().Test;

    private bool IsOutcome(Operand operand) =>
        operand.Kind == OperandKind.Return || (operand.Kind == OperandKind.Parameter && _method.Parameters[operand.Ordinal].RefKind is RefKind.Ref or RefKind.Out);

    private IEnumerable<(Operand Operand, ITypeSymbol Type)> Operands()
    {
        if (!_method.ReturnsVoid)
        {
            yield return (Operand.Return, OperandTypes.Awaited(_method.ReturnType));
        }

        foreach (var parameter in _method.Parameters.OrderBy(p => p.RefKind == RefKind.None))
        {
            yield return (Operand.Parameter(parameter.Ordinal), parameter.Type);
        }
    }

    // What a caller tests: truth, null, and how numbers compare with nought or with one of the codes that are returned.
    private IEnumerable<Test> TestsOf((Operand Operand, ITypeSymbol Type) operand, IReadOnlyList<Outcome> these, IReadOnlyList<Outcome> others)
    {
        var constants = these.Concat(others).Select(o => NumberOf(operand.Operand, o)).OfType<long>();
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

    // What is returned unchanged from another call has no number of its own, but one that the outcome tells.
    private long? NumberOf(Operand operand, Outcome outcome)
    {
        if (ValueOf(operand, outcome) is not { } value)
        {
            return null;
        }

        var (low, high) = outcome.World.Facts.Interval(value.Symbol);
        return value.IsConstant ? value.Offset : low == high ? low + value.Offset : null;
    }

    private Value? ValueOf(Operand operand, Outcome outcome) => operand.Kind switch
    {
        OperandKind.Return => outcome.Returned,
        OperandKind.Constant => Value.Constant(operand.Constant),
        _ when _method.Parameters[operand.Ordinal] is { RefKind: RefKind.Ref or RefKind.Out } passed => _reader.Final(passed, outcome),
        _ => _reader.Entry(_method.Parameters[operand.Ordinal]),
    };
}
