using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

// Answers that tell whether something is held.
internal sealed partial class Evaluator
{
    /// <summary>What a call yields that tells whether something is held on a value.</summary>
    public Value Telling(Value key, TellClause told, IOperation call) => call.Type is { } type && OperandTypes.IsBoolean(type)
        ? Boolean(Holds(told.When, 1) ? new HeldTest(key, told.Kind) : new Negation(new HeldTest(key, told.Kind)))
        : new Value(Symbols.Get(Origin.Telling, told, @base: key), 0);

    /// <summary>What a comparison with such an answer asks; null where it asks something else.</summary>
    public Formula? Told(TestOperator op, Value left, Value right)
    {
        if (left.IsConstant && !right.IsConstant)
        {
            return Told(Mirrored(op), right, left);
        }

        if (!right.IsConstant || Symbols[left.Symbol] is not { Origin: Origin.Telling, Subject: TellClause told, Base: var key })
        {
            return null;
        }

        // One code among others tells of itself only.
        var (compared, telling) = (right.Offset - left.Offset, told.When.Right.Constant);
        if (op is TestOperator.Equal or TestOperator.NotEqual && compared != telling)
        {
            return null;
        }

        var near = new[] { telling - 1, telling, telling + 1 };
        var ofHeld = near.Where(n => Holds(told.When, n)).Select(n => Compares(op, n, compared)).Distinct().ToList();
        var ofOthers = near.Where(n => !Holds(told.When, n)).Select(n => Compares(op, n, compared)).ToList();
        return ofHeld.Count != 1 || !ofOthers.Contains(!ofHeld[0]) ? null
            : ofHeld[0] ? new HeldTest(key, told.Kind)
            : new Negation(new HeldTest(key, told.Kind));
    }

    private static bool Holds(Test test, long answer) => Compares(test.Operator, answer, test.Right.Constant);

    private static bool Compares(TestOperator op, long one, long other) => op switch
    {
        TestOperator.Greater => one > other,
        TestOperator.GreaterOrEqual => one >= other,
        TestOperator.Less => one < other,
        TestOperator.LessOrEqual => one <= other,
        TestOperator.Equal => one == other,
        _ => one != other,
    };

    private static TestOperator Mirrored(TestOperator op) => op switch
    {
        TestOperator.Greater => TestOperator.Less,
        TestOperator.GreaterOrEqual => TestOperator.LessOrEqual,
        TestOperator.Less => TestOperator.Greater,
        TestOperator.LessOrEqual => TestOperator.GreaterOrEqual,
        _ => op,
    };
}
