namespace Acquit.Analyzers.Contracts.Language;

/// <summary>A count as written: the result, a number, or a parameter's name.</summary>
internal readonly record struct CountSyntax(bool OnReturn, long? Number, string? Parameter)
{
    /// <summary>Reads a count.</summary>
    public static CountSyntax? Parse(string text, out ContractError? error)
    {
        error = null;
        var trimmed = text.Trim();
        if (trimmed == "return")
        {
            return new CountSyntax(OnReturn: true, null, null);
        }

        var token = new ConditionLexer(trimmed, trimmed.Length).Next(0);
        if (token.Length == trimmed.Length && token.Kind == ConditionTokenKind.Name)
        {
            return new CountSyntax(OnReturn: false, null, trimmed.TrimStart('@'));
        }

        if (token.Length == trimmed.Length && token.Kind == ConditionTokenKind.Integer
            && ConditionLexer.TryReadInteger(trimmed, out var number) && number >= 0)
        {
            return new CountSyntax(OnReturn: false, number, null);
        }

        error = new ContractError(0, text.Length, $"expected 'return', a parameter's name or a number as the count, found '{text}'");
        return null;
    }
}
