using Acquit.Analyzers.Contracts.Binding;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Usage;

/// <summary>What is known of an integer, an enum or a Boolean, bit by bit; null and false are 0.</summary>
/// <param name="Ones">The bits that are set for certain.</param>
/// <param name="Zeros">The bits that are clear for certain.</param>
internal readonly record struct Bits(ulong Ones, ulong Zeros)
{
    public static readonly Bits Unknown = default;

    /// <summary>The value, when every bit is known.</summary>
    public long? Value => (Ones | Zeros) == ulong.MaxValue ? unchecked((long)Ones) : null;

    /// <summary>The value as a number of a type, when every bit is known: the highest bit is a sign, or counts.</summary>
    public decimal? Number(ITypeSymbol? type) => Value is not { } value ? null : IsLarge(type) ? unchecked((ulong)value) : value;

    public static Bits Exactly(long value) => new(unchecked((ulong)value), ~unchecked((ulong)value));

    /// <summary>The value of a constant; unknown for what is no integer, enum, Boolean, character or null.</summary>
    public static Bits Of(Optional<object?> constant) => constant.HasValue && ConstantNumber.Of(constant.Value) is { } number ? Exactly(number) : Unknown;

    public static Bits operator |(Bits left, Bits right) => new(left.Ones | right.Ones, left.Zeros & right.Zeros);

    public static Bits operator &(Bits left, Bits right) => new(left.Ones & right.Ones, left.Zeros | right.Zeros);

    public static Bits operator ^(Bits left, Bits right) => new(
        (left.Ones & right.Zeros) | (left.Zeros & right.Ones), (left.Ones & right.Ones) | (left.Zeros & right.Zeros));

    public static Bits operator ~(Bits bits) => new(bits.Zeros, bits.Ones);

    /// <summary>What holds whichever of the two it is.</summary>
    public Bits Meet(Bits other) => new(Ones & other.Ones, Zeros & other.Zeros);

    /// <summary>The same as a value of a type: what does not fit into it may have become anything.</summary>
    public Bits In(ITypeSymbol? type)
    {
        var (width, isSigned) = Shape(type);
        if (width == 0)
        {
            return Unknown;
        }

        var mask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
        if (!isSigned)
        {
            return new Bits(Ones & mask, (Zeros & mask) | ~mask);
        }

        // Above a signed value its sign is repeated.
        var sign = 1UL << (width - 1);
        return new Bits(
            (Ones & mask) | ((Ones & sign) != 0 ? ~mask : 0), (Zeros & mask) | ((Zeros & sign) != 0 ? ~mask : 0));
    }

    private static bool IsLarge(ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.System_UInt64 } or INamedTypeSymbol { EnumUnderlyingType.SpecialType: SpecialType.System_UInt64 };

    private static (int Width, bool IsSigned) Shape(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol { EnumUnderlyingType: { } underlying } => Shape(underlying),
        { SpecialType: SpecialType.System_Boolean } => (1, false),
        { SpecialType: SpecialType.System_SByte } => (8, true),
        { SpecialType: SpecialType.System_Byte } => (8, false),
        { SpecialType: SpecialType.System_Int16 } => (16, true),
        { SpecialType: SpecialType.System_UInt16 or SpecialType.System_Char } => (16, false),
        { SpecialType: SpecialType.System_Int32 } => (32, true),
        { SpecialType: SpecialType.System_UInt32 } => (32, false),
        { SpecialType: SpecialType.System_Int64 or SpecialType.System_UInt64 } => (64, true),
        { IsReferenceType: true } => (64, true),
        _ => (0, false),
    };
}
