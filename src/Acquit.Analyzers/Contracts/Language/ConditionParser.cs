using System.Collections.Immutable;

namespace Acquit.Analyzers.Contracts.Language;

/// <summary>Reads conditions: tests joined by &amp;&amp;, each an operand, an operator and a value.</summary>
internal sealed class ConditionParser
{
    private const string Operators = "> >= < <= == != has lacks";

    private readonly ConditionLexer _lexer;
    private readonly ImmutableArray<TestSyntax>.Builder _tests = ImmutableArray.CreateBuilder<TestSyntax>();
    private ConditionToken _last;
    private ConditionToken _current;

    private ConditionParser(string text, int start, int end)
    {
        _lexer = new ConditionLexer(text, end);
        _last = new ConditionToken(ConditionTokenKind.End, "", start);
        _current = _lexer.Next(start);
    }

    /// <summary>Reads a text that is a condition and nothing else.</summary>
    public static ConditionSyntax? Parse(string text, out ContractError? error)
    {
        var parser = new ConditionParser(text, 0, text.Length);
        error = parser.Tests() ?? parser.Rest();
        return error is null ? new ConditionSyntax(parser._tests.ToImmutable()) : null;
    }

    /// <summary>Reads the condition that a longer text begins with at an offset.</summary>
    /// <param name="end">
    /// Where the condition ends. What follows a complete test belongs to it only after &amp;&amp;, so that a parameter may be
    /// named like a keyword of the file format. After an error it is where reading stopped.
    /// </param>
    public static ConditionSyntax? ParsePrefix(string text, int start, int limit, out int end, out ContractError? error)
    {
        var parser = new ConditionParser(text, start, limit);
        error = parser.Tests();
        end = parser._last.End;
        return error is null ? new ConditionSyntax(parser._tests.ToImmutable()) : null;
    }

    private ContractError? Tests()
    {
        while (true)
        {
            if (Test() is { } error)
            {
                return error;
            }

            if (_current.Text != "&&")
            {
                return null;
            }

            Advance();
        }
    }

    private ContractError? Rest() => _current.Kind switch
    {
        ConditionTokenKind.End => null,
        _ when _current.Text is "||" or "or" => Here(
            $"'{_current.Text}' cannot be said in a condition; write the contract twice, once for each alternative"),
        _ => Here($"expected '&&' or the end of the condition, found '{_current.Text}'"),
    };

    private ContractError? Test()
    {
        if (_current.Kind != ConditionTokenKind.Name)
        {
            return Expected("'return' or a parameter's name");
        }

        var left = new WrittenName(_current.Text.TrimStart('@'), _current.Start, _current.Length);
        var onReturn = _current.Text == "return";
        Advance();

        if (OperatorOf(_current.Text) is not { } testOperator)
        {
            return _current.Text == "="
                ? Here("'=' is not an operator; did you mean '=='?")
                : Expected($"an operator ({Operators}) after '{left.Name}'", NearName.Question(_current.Text, Operators.Split(' ')));
        }

        var operatorText = new WrittenName(_current.Text, _current.Start, _current.Length);
        Advance();
        if (Value() is not { } right)
        {
            return _current.Text == "return"
                ? Here("'return' stands on the left of an operator; turn the test round")
                : Expected($"a value after '{operatorText.Name}' (an integer, true, false, null, an enum member or a parameter)");
        }

        Advance();
        _tests.Add(new TestSyntax(left, onReturn, testOperator, operatorText, right));
        return null;
    }

    private ValueSyntax? Value()
    {
        var (kind, text, start) = _current;
        if (kind == ConditionTokenKind.Integer)
        {
            return ConditionLexer.TryReadInteger(text, out var number)
                ? new ValueSyntax(ValueKind.Integer, text, number, start, text.Length)
                : null;
        }

        if (kind != ConditionTokenKind.Name || text == "return")
        {
            return null;
        }

        return text switch
        {
            "true" => new ValueSyntax(ValueKind.True, text, 1, start, text.Length),
            "false" => new ValueSyntax(ValueKind.False, text, 0, start, text.Length),
            "null" => new ValueSyntax(ValueKind.Null, text, 0, start, text.Length),
            _ => new ValueSyntax(ValueKind.Name, text.TrimStart('@'), 0, start, text.Length),
        };
    }

    private static TestOperator? OperatorOf(string text) => text switch
    {
        ">" => TestOperator.Greater,
        ">=" => TestOperator.GreaterOrEqual,
        "<" => TestOperator.Less,
        "<=" => TestOperator.LessOrEqual,
        "==" => TestOperator.Equal,
        "!=" => TestOperator.NotEqual,
        "has" => TestOperator.Has,
        "lacks" => TestOperator.Lacks,
        _ => null,
    };

    private ContractError Expected(string what, string question = "") => _current.Kind == ConditionTokenKind.End
        ? new ContractError(_last.Start, _last.Length, $"the condition ends too early: expected {what}")
        : Here($"expected {what}, found '{_current.Text}'{question}");

    private ContractError Here(string message) => new(_current.Start, _current.Length, message);

    private void Advance()
    {
        _last = _current;
        _current = _lexer.Next(_current.End);
    }
}
