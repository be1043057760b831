using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts;

/// <summary>A method that turns a code of one sort into one of another, by its contract.</summary>
/// <param name="Parameter">The parameter that takes the code.</param>
/// <param name="Meant">The codes that it is for.</param>
/// <param name="Rows">What becomes of which, as far as the contract says; the first that fits holds.</param>
internal sealed record CodeConverter(IMethodSymbol Method, int Parameter, string From, string To, Condition Meant, ImmutableArray<Condition> Rows)
{
    public bool IsFor(long code) => Meant.Tests.All(test => Holds(test, code) != false);

    /// <summary>Whether the contract says what becomes of every code.</summary>
    public bool TellsAll => Rows.Any(row => !row.Tests.Any(IsOfCode));

    /// <summary>What becomes of a code; null when that is not said.</summary>
    public long? Of(long code)
    {
        foreach (var row in Rows)
        {
            if (row.Tests.All(test => !IsOfCode(test) || Holds(test, code) == true) &&
                row.Tests.FirstOrDefault(test => test is { Left.Kind: OperandKind.Return, Operator: TestOperator.Equal, Right.Kind: OperandKind.Constant }) is { Right: var answer } result &&
                result != default)
            {
                return answer.Constant;
            }
        }

        return null;
    }

    /// <summary>The codes that something is said of by themselves.</summary>
    public IEnumerable<long> Named => Rows.SelectMany(row => row.Tests).Where(IsOfCode).Select(test => test.Right.Constant);

    private bool IsOfCode(Test test) => test.Left.Kind == OperandKind.Parameter && test.Left.Ordinal == Parameter && test.Right.Kind == OperandKind.Constant;

    private bool? Holds(Test test, long code) => !IsOfCode(test) ? null : test.Operator switch
    {
        TestOperator.Greater => code > test.Right.Constant,
        TestOperator.GreaterOrEqual => code >= test.Right.Constant,
        TestOperator.Less => code < test.Right.Constant,
        TestOperator.LessOrEqual => code <= test.Right.Constant,
        TestOperator.Equal => code == test.Right.Constant,
        TestOperator.NotEqual => code != test.Right.Constant,
        TestOperator.Has => (code & test.Right.Constant) != 0,
        _ => (code & test.Right.Constant) == 0,
    };
}
