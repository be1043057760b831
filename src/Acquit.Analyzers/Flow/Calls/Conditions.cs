using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;

namespace Acquit.Analyzers.Flow;

/// <summary>How the condition of a clause stands at one call.</summary>
/// <param name="Open">What has yet to be settled by the caller's branches on the result.</param>
/// <param name="DependsOnArguments">Something is open that the caller knew before the call; nothing can be claimed of it.</param>
internal readonly record struct ConditionState(Truth Truth, ImmutableArray<Formula> Open, bool DependsOnArguments);

/// <summary>Reads the conditions of clauses as formulas over the values of a call.</summary>
internal sealed class Conditions
{
    private readonly Evaluator _evaluator;
    private readonly FlowContext _context;

    public Conditions(Evaluator evaluator, FlowContext context)
    {
        _evaluator = evaluator;
        _context = context;
    }

    public ConditionState Evaluate(Condition condition, Call call, World world)
    {
        if (!condition.Needed.IsEmpty && Foresee(condition, call, world) is var foreseen and not Truth.Unknown)
        {
            return new ConditionState(foreseen, ImmutableArray<Formula>.Empty, false);
        }

        var open = ImmutableArray.CreateBuilder<Formula>();
        var dependsOnArguments = false;
        // Of what is passed out and thrown away nobody will ask. What else is answered tells then.
        var kept = condition.Tests.Length > 1 ? condition.Tests.RemoveAll(t => IsDiscarded(t.Left, call) || IsDiscarded(t.Right, call)) : condition.Tests;
        foreach (var test in kept.IsEmpty ? condition.Tests : kept)
        {
            var formula = FormulaOf(test, call);
            switch (world.Evaluate(formula))
            {
                case Truth.False:
                    return new ConditionState(Truth.False, ImmutableArray<Formula>.Empty, false);
                case Truth.Unknown:
                    open.Add(formula);
                    dependsOnArguments |= !IsOutcome(test.Left, call) && !IsOutcome(test.Right, call);
                    break;
            }
        }

        return new ConditionState(open.Count == 0 ? Truth.True : Truth.Unknown, open.ToImmutable(), dependsOnArguments);
    }

    /// <summary>What a call answers hangs together with what it was passed: whoever asks about the one later knows the other.</summary>
    public void Relate(Condition condition, Call call, World world)
    {
        if (condition is { IsForeseen: true, Needed: { Length: 1 } needed } && FormulaOf(needed[0], call) is Comparison passed && world.Evaluate(passed) == Truth.Unknown)
        {
            var answered = condition.Tests.Where(t => t != needed[0]).Select(t => FormulaOf(t, call)).OfType<Comparison>().Where(t => world.Evaluate(t) == Truth.Unknown).ToList();
            if (answered.Count > 0)
            {
                world.WritableFacts().KeepTogether(passed, answered, isTold: answered.Count == 1 && condition.Tests.Length == 1);
            }
        }

        RelateAnswers(condition, call, world);
    }

    // What is answered in one place tells what is answered in the others.
    private void RelateAnswers(Condition condition, Call call, World world)
    {
        for (var i = 0; i < condition.Enough.Length; i++)
        {
            var enough = condition.Enough[i];
            var others = condition.Tests.Where(t => t != enough && IsOutcome(t.Left, call)).ToList();
            var isTold = others.Count == 1 && condition.Enough.Contains(others[0]);
            if (FormulaOf(enough, call) is not Comparison one || (isTold && i > 0) || world.Evaluate(one) != Truth.Unknown)
            {
                continue;
            }

            var answered = others.Select(t => FormulaOf(t, call)).OfType<Comparison>().Where(t => world.Evaluate(t) == Truth.Unknown).ToList();
            if (answered.Count > 0)
            {
                world.WritableFacts().KeepTogether(one, answered, isTold);
            }
        }
    }

    // By what is passed alone.
    private Truth Foresee(Condition condition, Call call, World world)
    {
        var all = condition.IsForeseen ? Truth.True : Truth.Unknown;
        foreach (var test in condition.Needed)
        {
            switch (world.Evaluate(FormulaOf(test, call)))
            {
                case Truth.False:
                    return Truth.False;
                case Truth.Unknown:
                    all = Truth.Unknown;
                    break;
            }
        }

        return all;
    }

    public Value ValueOf(Operand operand, Call call) => operand.Kind switch
    {
        OperandKind.Constant => Value.Constant(operand.Constant),
        OperandKind.Return => call.Result,
        _ => call[operand.Ordinal] is { } argument ? argument.After : new Value(_context.Symbols.Get(Origin.Term, "default argument", call.Method, variant: operand.Ordinal), 0),
    };

    private static bool IsDiscarded(Operand operand, Call call) => operand.Kind == OperandKind.Parameter && call[operand.Ordinal] is { Operation: Microsoft.CodeAnalysis.Operations.IDiscardOperation };

    private static bool IsOutcome(Operand operand, Call call) =>
        operand.Kind == OperandKind.Return || (operand.Kind == OperandKind.Parameter && call[operand.Ordinal] is { IsByReference: true });

    private Formula FormulaOf(Test test, Call call) => FormulaOf(test, ValueOf(test.Left, call), ValueOf(test.Right, call));

    /// <summary>A test of two values.</summary>
    public Formula FormulaOf(Test test, Value left, Value right)
    {
        if (test.Operator is TestOperator.Has or TestOperator.Lacks)
        {
            // The same as the operator `&` in the code gives, so that a test there settles the condition here.
            var bits = KnownBits.Combine(Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.And, left, right, _context.Symbols);
            var has = new Comparison(TestOperator.Equal, bits, right);
            return test.Operator == TestOperator.Has ? _evaluator.OneBit(has) : new Comparison(TestOperator.Equal, bits, Value.Zero);
        }

        return left is { Offset: 0, IsConstant: false } && _context.Symbols[left.Symbol].Formula is { } formula && right.IsConstant &&
               test.Operator is TestOperator.Equal or TestOperator.NotEqual
            ? (test.Operator == TestOperator.Equal == (right == Value.One) ? formula : new Negation(formula))
            : new Comparison(test.Operator, left, right);
    }
}
