using System.Collections.Immutable;

namespace Acquit.Analyzers.Contracts.Language;

/// <summary>
/// Reads contract files: a documentation comment id at the start of a line, and below it, indented, the clauses that hold
/// of the member, one a line.
/// </summary>
internal sealed class ContractFileParser
{
    /// <summary>What stands between the id of a method and that of the type it is called on.</summary>
    private const string On = "on";

    private readonly string _text;
    private readonly List<ContractError> _errors = new();
    private readonly ImmutableArray<ContractBlock>.Builder _blocks = ImmutableArray.CreateBuilder<ContractBlock>();
    private readonly ImmutableArray<int>.Builder _lineStarts = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<Clause>.Builder _clauses = ImmutableArray.CreateBuilder<Clause>();
    private Phrase? _id;
    private Phrase? _on;
    private bool _expectsId = true;

    private ContractFileParser(string text) => _text = text;

    /// <summary>Reads a whole file. Never throws: a line with a mistake is an error, and the other lines hold.</summary>
    public static ContractFile Parse(string text)
    {
        var parser = new ContractFileParser(text);
        parser.Lines();
        return new ContractFile(parser._blocks.ToImmutable(), parser._errors.ToImmutableArray()) { LineStarts = parser._lineStarts.ToImmutable() };
    }

    private void Lines()
    {
        var start = _text.Length > 0 && _text[0] == '\uFEFF' ? 1 : 0;
        while (start < _text.Length)
        {
            var end = _text.IndexOfAny(new[] { '\r', '\n' }, start);
            end = end < 0 ? _text.Length : end;

            // Both characters of one line break end a line here, and only one of them counts.
            if (start == 0 || _text[start] != '\n' || _text[start - 1] != '\r')
            {
                _lineStarts.Add(start);
            }

            Line(start, end);
            start = end + 1;
        }

        CloseBlock();
    }

    private void Line(int start, int end)
    {
        var words = new LineWords(_text, start, end);
        if (words.AtEnd)
        {
            return;
        }

        if (words.Position == start)
        {
            CloseBlock();
            OpenBlock(words);
        }
        else if (_expectsId)
        {
            _errors.Add(words.Peek().Error("expected a documentation comment id at the start of a line, such as 'M:Namespace.Type.Member', before the first clause"));
        }
        else if (ClauseParser.Parse(_text, words, _errors) is { } clause)
        {
            _clauses.Add(clause);
        }
    }

    private void OpenBlock(LineWords words)
    {
        // The clauses below a wrong id belong to it all the same: their own mistakes are told, but not that they lack an id.
        _expectsId = false;
        var id = words.Next(out _);
        if (!DocId.IsWellFormed(id.Text))
        {
            var hint = Vocabulary.VerbOf(words.Peek().Text) is null ? "" : "; a clause is indented";
            _errors.Add(id.Error($"'{id.Text}' is not a documentation comment id: expected 'M:', 'P:', 'F:', 'E:' or 'T:' and a full name{hint}"));
            return;
        }

        if (words.Peek().Text == On && !TryReadReceiver(id, ref words))
        {
            return;
        }

        if (!words.AtEnd)
        {
            _errors.Add(words.Peek().Error("expected the end of the line after the id; parameter types are separated by ',' without blanks"));
            return;
        }

        _id = id;
    }

    // "on T:…": what follows is said of the member as it is called on that type, which need not be the one that declares it.
    private bool TryReadReceiver(Phrase id, ref LineWords words)
    {
        var on = words.Next(out _);
        if (id.Text[0] != 'M')
        {
            _errors.Add(on.Error($"only a method ('M:') is spoken of as it is called 'on' a type, and this is '{id.Text}'"));
            return false;
        }

        var type = words.Next(out _);
        if (!DocId.IsWellFormed(type.Text) || type.Text[0] != 'T')
        {
            _errors.Add((type.Length == 0 ? on : type).Error("expected the id of a type ('T:') after 'on'"));
            return false;
        }

        _on = type;
        return true;
    }

    private void CloseBlock()
    {
        if (_id is { } id)
        {
            _blocks.Add(new ContractBlock(id, _on, _clauses.ToImmutable()));
        }

        _id = null;
        _on = null;
        _clauses.Clear();
    }
}
