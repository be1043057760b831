using System.Collections.Immutable;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

// What a method asks about what it is passed, asked where it is called.
internal sealed partial class Evaluator
{
    /// <summary>Methods that ask others; what lies deeper is not looked at.</summary>
    private const int MaxPredicateDepth = 4;

    private static readonly Formula Always = new Conjunction(ImmutableArray<Formula>.Empty);

    private static readonly Formula Never = new Disjunction(ImmutableArray<Formula>.Empty);

    /// <summary>What the answer of a method says of its arguments; null if it may say anything else.</summary>
    public Value? AnswerAbout(IMethodSymbol method, Func<int, Value?> argument, World world)
    {
        if (_context.Summaries.Predicates.Of(method, _context.CancellationToken) is not { } question || Ask(question, method, argument, world, 0) is not { } formula)
        {
            return null;
        }

        return formula.Equals(Always) ? Value.One
            : formula.Equals(Never) ? Value.Zero
            : formula is Comparison { Operator: Contracts.TestOperator.NotEqual, Right: { IsConstant: true, Offset: 0 }, Left: var told } && Symbols[told.Symbol].Formula is not null ? told
            : formula.Size <= MaxFormula ? Boolean(formula)
            : null;
    }

    private Formula? Ask(Predicates.Question question, IMethodSymbol method, Func<int, Value?> argument, World world, int depth)
    {
        switch (question)
        {
            case Predicates.Sure sure:
                return sure.Answer ? Always : Never;
            case Predicates.Not not:
                return Ask(not.Operand, method, argument, world, depth) is { } operand ? Opposite(operand) : null;
            case Predicates.Choice choice:
                return Ask(choice.When, method, argument, world, depth) is { } when && Ask(choice.Then, method, argument, world, depth) is { } then &&
                       Ask(choice.Otherwise, method, argument, world, depth) is { } otherwise
                    ? Either(Both(when, then), Both(Opposite(when), otherwise), when, then, otherwise)
                    : null;
            case Predicates.Test test:
                return With(method, argument, world, () => FormulaOf(Evaluate(test.Asked, world)));
            case Predicates.Passed { Call: var call } when depth < MaxPredicateDepth && _context.Summaries.Predicates.Of(call.TargetMethod, _context.CancellationToken) is { } inner:
                var passed = new Dictionary<int, Value>();
                var isBound = With(method, argument, world, () =>
                {
                    foreach (var given in call.Arguments)
                    {
                        passed[given.Parameter!.Ordinal] = Evaluate(given.Value, world);
                    }

                    return Always;
                });
                return isBound is null ? null : Ask(inner, call.TargetMethod, i => passed.TryGetValue(i, out var value) ? value : null, world, depth + 1);
            default:
                return null;
        }
    }

    // The variables of the method are there for as long as it is asked.
    private Formula? With(IMethodSymbol method, Func<int, Value?> argument, World world, Func<Formula> ask)
    {
        var parameters = (method.ReducedFrom ?? method).OriginalDefinition.Parameters;
        var before = new (Place Place, Value? Value)[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            if (argument(i) is not { } value)
            {
                return null;
            }

            var place = Place.Variable(Symbols.Intern(parameters[i]));
            before[i] = (place, world.Places.TryGetValue(place, out var old) ? old : null);
            world.Places[place] = value;
        }

        var answer = ask();
        foreach (var (place, value) in before)
        {
            if (value is { } old)
            {
                world.Places[place] = old;
            }
            else
            {
                world.Places.Remove(place);
            }
        }

        return answer;
    }

    private static Formula Opposite(Formula formula) => formula switch
    {
        _ when formula.Equals(Always) => Never,
        _ when formula.Equals(Never) => Always,
        Negation negation => negation.Operand,
        Comparison test => test with { Operator = Comparison.Negate(test.Operator) },
        _ => new Negation(formula),
    };

    private static Formula Both(Formula first, Formula second) =>
        first.Equals(Never) || second.Equals(Never) ? Never
        : first.Equals(Always) ? second
        : second.Equals(Always) ? first
        : new Conjunction(ImmutableArray.Create(first, second));

    // As and, or and not say it, where one of the answers is sure.
    private static Formula Either(Formula first, Formula second, Formula when, Formula then, Formula otherwise) =>
        then.Equals(Always) ? Any(when, otherwise)
        : otherwise.Equals(Always) ? Any(Opposite(when), then)
        : Any(first, second);

    private static Formula Any(Formula first, Formula second)
    {
        if (first.Equals(Always) || second.Equals(Always))
        {
            return Always;
        }

        if (first.Equals(Never) || second.Equals(Never))
        {
            return first.Equals(Never) ? second : first;
        }

        var parts = new[] { first, second }.SelectMany(f => f is Disjunction any ? any.Operands : ImmutableArray.Create(f)).ToImmutableArray();
        return new Disjunction(parts);
    }
}
