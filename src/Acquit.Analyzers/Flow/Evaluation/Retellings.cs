using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>
/// What tells whether something was acquired, told again: by what a call made of it, or by something that it was put into. The answer
/// itself says what it said; but a branch on anything that may repeat it settles what nobody can follow.
/// </summary>
internal static class Retellings
{
    /// <summary>Stands for whatever is read from somewhere: the answer was put where nobody follows it.</summary>
    public const int Somewhere = -1;

    /// <param name="teller">The symbol that may tell the answer from now on.</param>
    public static void Tell(Value answer, int teller, World world, SymbolTable symbols)
    {
        if (answer.IsConstant)
        {
            return;
        }

        foreach (var resource in world.Resources)
        {
            foreach (var asked in AnswersOf(resource).Concat(ToldOf(resource, symbols[answer.Symbol].Closure, world, symbols)))
            {
                if (symbols.RestsOn(answer.Symbol, asked))
                {
                    world.Retold = world.Retold.Add((asked, teller));
                }
            }
        }
    }

    /// <summary>A branch was taken: whatever it may have settled, but not to be followed, is not known.</summary>
    public static void Spoil(Formula formula, World world, SymbolTable symbols)
    {
        if (world.Resources.Exists(r => r is { Status: Status.Maybe, Unsure: false }))
        {
            world.Change(r => r is { Status: Status.Maybe, Unsure: false } && world.StatusOf(r) == Status.Maybe && MayTell(formula, r, world, symbols), r => r with { Unsure = true });
        }
    }

    /// <summary>What was retold on either way, by the names that things have after both.</summary>
    public static ImmutableHashSet<(int Answer, int Teller)> Join(World old, World @new, IReadOnlyCollection<(Value Old, Value New, int Result)> renamed)
    {
        var all = old.Retold.Union(@new.Retold);
        if (all.IsEmpty)
        {
            return all;
        }

        foreach (var (one, other, result) in renamed)
        {
            foreach (var (answer, teller) in all)
            {
                var isAnswer = Is(one, answer) || Is(other, answer);
                var isTeller = Is(one, teller) || Is(other, teller);
                all = isAnswer || isTeller ? all.Add((isAnswer ? result : answer, isTeller ? result : teller)) : all;
            }
        }

        return all;
    }

    private static bool Is(Value value, int symbol) => !value.IsConstant && value.Symbol == symbol;

    private static IEnumerable<int> AnswersOf(Resource resource) => resource is { Status: Status.Maybe, Unsure: false }
        ? resource.Conditions.SelectMany(c => c.Symbols).Where(s => s != 0 && s != resource.Key.Symbol)
        : Enumerable.Empty<int>();

    // Numbers that tell whether it is held.
    private static IEnumerable<int> ToldOf(Resource resource, IEnumerable<int> among, World world, SymbolTable symbols) => resource is { Status: Status.Maybe, Unsure: false }
        ? among.Where(s => Evaluator.Tells(s, resource, world, symbols))
        : Enumerable.Empty<int>();

    private static bool MayTell(Formula formula, Resource resource, World world, SymbolTable symbols)
    {
        var answers = AnswersOf(resource).Concat(ToldOf(resource, world.Retold.Select(r => r.Answer), world, symbols)).ToList();
        return formula.Symbols.Any(asked => asked != 0 && !answers.Contains(asked) && answers.Exists(answer =>
            (symbols.RestsOn(asked, answer) && IsOpaque(symbols[asked])) ||
            world.Retold.Any(r => r.Answer == answer && (r.Teller == Somewhere ? symbols.RestsOn(asked, s => IsFromElsewhere(symbols[s]) && !answers.Contains(s)) : symbols.RestsOn(asked, r.Teller)))));
    }

    // Something made of the answer that is not followed as sums are.
    private static bool IsOpaque(SymbolInfo made) => made is { Origin: Origin.Term, Subject: not "+" };

    private static bool IsFromElsewhere(SymbolInfo symbol) => symbol switch
    {
        { Origin: Origin.Zero or Origin.Parameter or Origin.This or Origin.Text or Origin.Boolean or Origin.Unsigned or Origin.Slice or Origin.NewArray } => false,
        { Origin: Origin.Term } => symbol.Member is not null,
        { Origin: Origin.Member, Subject: "length" } => false,
        _ => true,
    };
}
