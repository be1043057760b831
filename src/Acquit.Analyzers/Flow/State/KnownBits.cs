using Microsoft.CodeAnalysis.Operations;

namespace Acquit.Analyzers.Flow;

/// <summary>What is certain about the bits of a number, of which some were set or cleared, whatever the others are.</summary>
/// <param name="Bits">Those that are set for sure.</param>
/// <param name="Mask">Those of which it is known whether they are set.</param>
internal readonly record struct KnownBits(long Bits, long Mask)
{
    // Of any integer type: what is shifted out of one may still be in another.
    private const int MaxShift = 30;

    /// <summary>Operators within operators. A hash may have dozens, each of which stands on both sides of the next.</summary>
    private const int MaxDepth = 5;

    private static readonly KnownBits None = new(0, 0);

    public static KnownBits Of(Value value, SymbolTable symbols) => Of(value, symbols, MaxDepth);

    private static KnownBits Of(Value value, SymbolTable symbols, int depth) =>
        value.IsConstant ? new KnownBits(value.Offset, -1)
        : value.Offset != 0 || depth == 0 ? None
        : symbols[value.Symbol] switch
        {
            { Subject: ChangedFlags.Flag flag } => flag.Before,
            { Origin: Origin.Term, Subject: BinaryOperatorKind kind } term => Of(kind, Of(term.Base, symbols, depth - 1), Of(term.Index, symbols, depth - 1)),
            _ => None,
        };

    /// <summary>A number with some bits of another, as simple as it can be said: bits that were set or cleared otherwise make no difference to those that are asked for.</summary>
    public static Value Combine(BinaryOperatorKind kind, Value left, Value right, SymbolTable symbols)
    {
        if (left.IsConstant && !right.IsConstant && kind is BinaryOperatorKind.And or BinaryOperatorKind.Or or BinaryOperatorKind.ExclusiveOr)
        {
            (left, right) = (right, left);
        }

        var isAsked = kind == BinaryOperatorKind.And && right.IsConstant;
        while (isAsked && left.Offset == 0 && symbols[left.Symbol] is { Origin: Origin.Term, Index.IsConstant: true } inner &&
               (inner.Subject is BinaryOperatorKind.Or or BinaryOperatorKind.ExclusiveOr ? (inner.Index.Offset & right.Offset) == 0
                   : inner.Subject is BinaryOperatorKind.And && (inner.Index.Offset & right.Offset) == right.Offset))
        {
            left = inner.Base;
        }

        return Certain(kind, left, right, symbols) is { Mask: -1 } all ? Value.Constant(all.Bits) : new Value(symbols.Get(Origin.Term, kind, @base: left, index: right, variant: 1), 0);
    }

    // What a flag was before it may have changed says nothing of what it is now.
    private static KnownBits Certain(BinaryOperatorKind kind, Value left, Value right, SymbolTable symbols) =>
        symbols.RestsOn(left.Symbol, s => symbols[s].Subject is ChangedFlags.Flag) || symbols.RestsOn(right.Symbol, s => symbols[s].Subject is ChangedFlags.Flag)
            ? None
            : Of(kind, Of(left, symbols), Of(right, symbols));

    private static KnownBits Of(BinaryOperatorKind kind, KnownBits left, KnownBits right) => kind switch
    {
        BinaryOperatorKind.And => new(left.Bits & right.Bits, (left.Mask & right.Mask) | (left.Mask & ~left.Bits) | (right.Mask & ~right.Bits)),
        BinaryOperatorKind.Or => new(left.Bits | right.Bits, (left.Mask & right.Mask) | left.Bits | right.Bits),
        BinaryOperatorKind.ExclusiveOr => new((left.Bits ^ right.Bits) & left.Mask & right.Mask, left.Mask & right.Mask),
        BinaryOperatorKind.LeftShift when IsSmall(left) && IsSmall(right) && right.Bits <= MaxShift && left.Bits << (int)right.Bits <= int.MaxValue => new(left.Bits << (int)right.Bits, -1),
        BinaryOperatorKind.RightShift when IsSmall(left) && IsSmall(right) && right.Bits <= MaxShift => new(left.Bits >> (int)right.Bits, -1),
        _ => None,
    };

    private static bool IsSmall(KnownBits number) => number is { Mask: -1, Bits: >= 0 and <= int.MaxValue };
}
