namespace Acquit.Analyzers.Contracts.Language;

/// <summary>Reads one line of a contract file word by word. Offsets are those of the whole text.</summary>
internal struct LineWords
{
    private readonly string _text;
    private readonly int _end;
    private int _position;

    /// <summary>Starts at the beginning of a line; a comment ends it.</summary>
    public LineWords(string text, int start, int end)
    {
        _text = text;
        _position = start;
        _end = CommentStart(text, start, end);
        SkipBlanks();
    }

    public bool AtEnd => _position >= _end;

    /// <summary>Where the next word starts.</summary>
    public int Position => _position;

    /// <summary>Where the line ends, without its comment.</summary>
    public int End => _end;

    /// <summary>The next word, up to a blank; a quoted text is one word, without its quotes.</summary>
    /// <param name="error">That a quoted text does not end.</param>
    public Phrase Next(out ContractError? error)
    {
        error = null;
        var start = _position;
        if (!AtEnd && _text[start] == '"')
        {
            return Quoted(start, out error);
        }

        while (_position < _end && !char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }

        var word = new Phrase(_text.Substring(start, _position - start), start, _position - start, Exact: true);
        SkipBlanks();
        return word;
    }

    /// <summary>The next word, without moving on.</summary>
    public readonly Phrase Peek()
    {
        var copy = this;
        return copy.Next(out _);
    }

    public void MoveTo(int position)
    {
        _position = position;
        SkipBlanks();
    }

    private Phrase Quoted(int start, out ContractError? error)
    {
        var value = new System.Text.StringBuilder();
        var plain = true;
        for (_position = start + 1; _position < _end; _position++)
        {
            var c = _text[_position];
            if (c == '"')
            {
                _position++;
                plain &= !string.IsNullOrWhiteSpace(value.ToString());
                var place = new Phrase(value.ToString(), plain ? start + 1 : start, plain ? value.Length : _position - start, plain);
                SkipBlanks();
                error = null;
                return place;
            }

            if (c == '\\' && _position + 1 < _end && _text[_position + 1] is '"' or '\\')
            {
                plain = false;
                c = _text[++_position];
            }

            value.Append(c);
        }

        var rest = new Phrase(value.ToString(), start, _end - start, Exact: false);
        error = rest.Error("the quoted text has no closing '\"' on this line");
        return rest;
    }

    private void SkipBlanks()
    {
        while (_position < _end && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }
    }

    // '#' opens a comment only at the start of a word, because ids contain it ('#ctor'), and not inside quotes.
    private static int CommentStart(string text, int start, int end)
    {
        var quoted = false;
        for (var i = start; i < end; i++)
        {
            if (text[i] == '\\' && quoted)
            {
                i++;
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (text[i] == '#' && !quoted && (i == start || char.IsWhiteSpace(text[i - 1])))
            {
                return i;
            }
        }

        return end;
    }
}
