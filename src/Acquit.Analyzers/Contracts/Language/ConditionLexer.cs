using System.Globalization;

namespace Acquit.Analyzers.Contracts.Language;

internal enum ConditionTokenKind { End, Name, Integer, Symbol, Unknown }

internal readonly record struct ConditionToken(ConditionTokenKind Kind, string Text, int Start)
{
    public int Length => Text.Length;

    public int End => Start + Text.Length;
}

/// <summary>Cuts a condition into names, integers and symbols.</summary>
internal readonly struct ConditionLexer
{
    private static readonly string[] Symbols = { "&&", "||", ">=", "<=", "==", "!=", ">", "<" };

    private readonly string _text;
    private readonly int _end;

    public ConditionLexer(string text, int end)
    {
        _text = text;
        _end = end;
    }

    public ConditionToken Next(int position)
    {
        while (position < _end && char.IsWhiteSpace(_text[position]))
        {
            position++;
        }

        if (position >= _end)
        {
            return new ConditionToken(ConditionTokenKind.End, "", _end);
        }

        var first = _text[position];
        if (IsNameStart(first))
        {
            return Run(ConditionTokenKind.Name, position, static c => IsNamePart(c));
        }

        var second = position + 1 < _end ? _text[position + 1] : '\0';
        if (char.IsDigit(first) || (first == '-' && char.IsDigit(second)))
        {
            return Run(ConditionTokenKind.Integer, position, static c => IsNamePart(c));
        }

        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(_text, position, symbol, 0, symbol.Length) == 0 && position + symbol.Length <= _end)
            {
                return new ConditionToken(ConditionTokenKind.Symbol, symbol, position);
            }
        }

        return Run(ConditionTokenKind.Unknown, position, static c => !char.IsWhiteSpace(c) && !IsNamePart(c));
    }

    /// <summary>Reads a decimal or hexadecimal integer, with the separators and suffixes of C#.</summary>
    public static bool TryReadInteger(string text, out long value)
    {
        var negative = text.StartsWith("-", StringComparison.Ordinal);
        var digits = (negative ? text.Substring(1) : text).Replace("_", "").TrimEnd('u', 'U', 'l', 'L');
        var hexadecimal = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var read = hexadecimal
            ? ulong.TryParse(digits.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var magnitude)
            : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out magnitude);

        // Flags use the highest bit, so that the magnitude may fill all 64.
        value = negative ? unchecked(-(long)magnitude) : unchecked((long)magnitude);
        return read && (!negative || magnitude <= 1UL << 63);
    }

    private ConditionToken Run(ConditionTokenKind kind, int start, Func<char, bool> belongs)
    {
        var end = start + 1;
        while (end < _end && belongs(_text[end]))
        {
            end++;
        }

        return new ConditionToken(kind, _text.Substring(start, end - start), start);
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or '@';

    // The dot belongs to no name of the language, but reading 'Flags.Direct' as one word allows saying what is wrong with it.
    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '.';
}
