using System.Globalization;

namespace Acquit.Analyzers.Contracts.Binding;

/// <summary>Constants as the one sort of number that conditions compare.</summary>
internal static class ConstantNumber
{
    /// <summary>Of an integer, an enum, a character, a Boolean or null; null of anything else. What is too large keeps its bits.</summary>
    public static long? Of(object? constant) => constant switch
    {
        null => 0,
        bool truth => truth ? 1 : 0,
        ulong large => unchecked((long)large),
        char letter => letter,
        sbyte or byte or short or ushort or int or uint or long => Convert.ToInt64(constant, CultureInfo.InvariantCulture),
        _ => null,
    };
}
