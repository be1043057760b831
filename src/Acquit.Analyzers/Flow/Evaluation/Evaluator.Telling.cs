using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow;

// Answers that tell whether something is held.
internal sealed partial class Evaluator
{
    /// <summary>What a call yields that tells whether something is held on a value.</summary>
    public Value Telling(Value key, TellClause told, IOperation call, World world)
    {
        var isHeld = WhetherHeld(key, told.Kind, world);
        if (call.Type is { } type && OperandTypes.IsBoolean(type))
        {
            return Boolean(Holds(told.When, 1) ? isHeld : new Negation(isHeld));
        }

        var answer = new Value(Symbols.Get(Origin.Telling, told, @base: key, index: Boolean(isHeld)), 0);
        if (world.Evaluate(isHeld) is var known and not Truth.Unknown)
        {
            Agree(answer, told.When, known == Truth.True, world);
        }

        return answer;
    }

    /// <summary>What a comparison with such an answer asks; null where it asks something else.</summary>
    public Formula? Told(TestOperator op, Value left, Value right)
    {
        if (left.IsConstant && !right.IsConstant)
        {
            return Told(Mirrored(op), right, left);
        }

        if (!right.IsConstant || Symbols[left.Symbol] is not { Origin: Origin.Telling, Subject: TellClause told, Index: var isHeld })
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
            : ofHeld[0] ? FormulaOf(isHeld)
            : new Negation(FormulaOf(isHeld));
    }

    /// <summary>Whether a symbol is an answer that tells whether a resource is held.</summary>
    public static bool Tells(int symbol, Resource resource, World world, SymbolTable symbols) =>
        symbols[symbol] is { Origin: Origin.Telling, Subject: TellClause told, Base: var key } && told.Kind == resource.Kind && (resource.Key == key || world.Facts.AreEqual(resource.Key, key));

    /// <summary>
    /// A branch was taken that asked something else of such an answer. What it has come to may say whether the thing is held; where it
    /// does not, or where it was something made of the answer that was asked, it is not known what the code goes by.
    /// </summary>
    /// <returns>Whether what is known can be so.</returns>
    public bool SettleTold(Formula formula, World world)
    {
        foreach (var asked in formula.Symbols)
        {
            if (!IsTold(asked))
            {
                continue;
            }

            foreach (var answer in Symbols[asked].Closure.Select(s => Symbols[s]).Where(s => s.Origin == Origin.Telling))
            {
                var when = ((TellClause)answer.Subject!).When;
                var truth = asked == answer.Id ? world.Facts.Evaluate(when.Operator, new Value(asked, 0), Value.Constant(when.Right.Constant)) : Truth.Unknown;
                if (truth == Truth.Unknown)
                {
                    world.Change(r => r is { Status: Status.Maybe, Unsure: false } && Tells(answer.Id, r, world, Symbols), r => r with { Unsure = true });
                }
                else if (!world.Assume(FormulaOf(answer.Index), truth == Truth.True))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool IsTold(int symbol) => Symbols.RestsOn(symbol, s => Symbols[s].Origin == Origin.Telling);

    // Of something that may be held: by what that hangs on, so that the answer stays what it was when the thing is given back.
    private static Formula WhetherHeld(Value key, string kind, World world)
    {
        var test = new HeldTest(key, kind);
        if (world.Entrusted.Any(r => r.Kind == kind && world.Facts.AreEqual(r.Key, key)))
        {
            return test;
        }

        var first = world.Resources.Find(r => r.Kind == kind && world.Facts.AreEqual(r.Key, key));
        return first is { Unsure: false, PendingRelease: null, Conditions.IsEmpty: false } && world.StatusOf(first) == Status.Maybe
            ? first.Conditions.Length == 1 ? first.Conditions[0] : new Conjunction(first.Conditions)
            : test;
    }

    private static void Agree(Value answer, Test when, bool isHeld, World world) =>
        world.Assume(isHeld ? when.Operator : Comparison.Negate(when.Operator), answer, Value.Constant(when.Right.Constant));

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
