namespace Acquit.Analyzers.Flow;

/// <summary>
/// What an expression yields, as far as the engine knows: a symbol plus an offset. Symbol 0 is the number zero, so a constant is
/// an offset from it; null, false and a struct's default are 0, true is 1.
/// </summary>
internal readonly record struct Value(int Symbol, long Offset)
{
    public static readonly Value Zero = new(0, 0);
    public static readonly Value One = new(0, 1);

    public bool IsConstant => Symbol == 0;

    public static Value Constant(long number) => new(0, number);

    public static Value operator +(Value value, long offset) => new(value.Symbol, unchecked(value.Offset + offset));

    public static Value operator -(Value value, long offset) => new(value.Symbol, unchecked(value.Offset - offset));

    public override string ToString() => IsConstant ? $"{Offset}" : Offset == 0 ? $"s{Symbol}" : $"s{Symbol}{Offset:+0;-0}";
}
