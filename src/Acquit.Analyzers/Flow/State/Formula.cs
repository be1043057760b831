using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;

namespace Acquit.Analyzers.Flow;

/// <summary>What a Boolean symbol stands for.</summary>
internal abstract record Formula
{
    /// <summary>The symbols that the formula speaks of.</summary>
    public abstract IEnumerable<int> Symbols { get; }

    /// <summary>How many tests it is made of.</summary>
    public virtual int Size => 1;
}

/// <summary>A comparison of two values; the operator is never Has or Lacks.</summary>
internal sealed record Comparison(TestOperator Operator, Value Left, Value Right) : Formula
{
    public override IEnumerable<int> Symbols => new[] { Left.Symbol, Right.Symbol };

    public static TestOperator Negate(TestOperator op) => op switch
    {
        TestOperator.Greater => TestOperator.LessOrEqual,
        TestOperator.GreaterOrEqual => TestOperator.Less,
        TestOperator.Less => TestOperator.GreaterOrEqual,
        TestOperator.LessOrEqual => TestOperator.Greater,
        TestOperator.Equal => TestOperator.NotEqual,
        TestOperator.NotEqual => TestOperator.Equal,
        _ => throw new ArgumentOutOfRangeException(nameof(op)),
    };
}

internal sealed record Negation(Formula Operand) : Formula
{
    public override IEnumerable<int> Symbols => Operand.Symbols;

    public override int Size => Operand.Size;
}

internal sealed record Conjunction(ImmutableArray<Formula> Operands) : Formula
{
    public override IEnumerable<int> Symbols => Operands.SelectMany(o => o.Symbols);

    public override int Size { get; } = Operands.Sum(o => o.Size);

    public bool Equals(Conjunction? other) => other is not null && Operands.SequenceEqual(other.Operands);

    public override int GetHashCode() => Operands.Length == 0 ? 0 : Operands[0].GetHashCode();
}

internal sealed record Disjunction(ImmutableArray<Formula> Operands) : Formula
{
    public override IEnumerable<int> Symbols => Operands.SelectMany(o => o.Symbols);

    public override int Size { get; } = Operands.Sum(o => o.Size);

    public bool Equals(Disjunction? other) => other is not null && Operands.SequenceEqual(other.Operands);

    public override int GetHashCode() => Operands.Length == 0 ? 1 : Operands[0].GetHashCode();
}

/// <summary>Whether a resource of the kind is held on the key: what an <c>IsAllocated</c> tells.</summary>
internal sealed record HeldTest(Value Key, string Kind) : Formula
{
    public override IEnumerable<int> Symbols => new[] { Key.Symbol };
}

/// <summary>What is known about the truth of a formula in one world.</summary>
internal enum Truth { Unknown, True, False }
