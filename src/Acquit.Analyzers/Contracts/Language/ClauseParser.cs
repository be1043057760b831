namespace Acquit.Analyzers.Contracts.Language;

/// <summary>Reads one clause: <c>target verb [kind] {keyword value}</c>.</summary>
internal ref struct ClauseParser
{
    private readonly string _text;
    private readonly List<ContractError> _errors;
    private readonly int _errorsBefore;
    private LineWords _words;

    private ClauseParser(string text, LineWords words, List<ContractError> errors)
    {
        _text = text;
        _words = words;
        _errors = errors;
        _errorsBefore = errors.Count;
    }

    /// <summary>Reads the clause that a line holds; null, and an error, when there is a mistake in it.</summary>
    public static Clause? Parse(string text, LineWords words, List<ContractError> errors)
    {
        var parser = new ClauseParser(text, words, errors);
        var clause = parser.Clause();
        return errors.Count == parser._errorsBefore ? clause : null;
    }

    private Clause? Clause()
    {
        var target = Word();
        if (Vocabulary.VerbOf(target.Text) is not null && (_words.AtEnd || Vocabulary.VerbOf(_words.Peek().Text) is null))
        {
            return Fail(target.Error($"expected what it is about before '{target.Text}': 'return', 'this', 'method' or a parameter's name"));
        }

        if (_words.AtEnd)
        {
            return Fail(target.Error($"expected a verb after '{target.Text}': {string.Join(", ", Vocabulary.VerbWords)}"));
        }

        var verbPhrase = Word();
        if (Vocabulary.VerbOf(verbPhrase.Text) is not { } verb)
        {
            return Fail(verbPhrase.Error($"'{verbPhrase.Text}' is not a verb{VerbQuestion(verbPhrase.Text)}"));
        }

        var clause = new Clause(SubjectOf(target), verb, verbPhrase);
        if (Vocabulary.SubjectOf(verb) is { } expected)
        {
            if (_words.AtEnd || (_text[_words.Position] != '"' && IsKeywordHere(verb)))
            {
                return Fail(verbPhrase.Error($"expected {expected} after '{verbPhrase.Text}'"));
            }

            clause = clause with { Object = Word() };
        }

        var seen = Keyword.None;
        while (!_words.AtEnd && _errors.Count == _errorsBefore)
        {
            clause = Property(clause, ref seen);
        }

        return clause;
    }

    // A kind may be named like a keyword as long as something that can be a keyword's value does not follow.
    private readonly bool IsKeywordHere(Verb verb) =>
        (Vocabulary.KeywordOf(_words.Peek().Text) & Vocabulary.KeywordsOf(verb)) != 0;

    private Clause Property(Clause clause, ref Keyword seen)
    {
        var word = Word();
        var keyword = Vocabulary.KeywordOf(word.Text);
        var allowed = Vocabulary.KeywordWordsOf(clause.Verb).ToList();
        if (clause.When is not null && word.Text is ("||" or "|" or "or" or "and"))
        {
            _errors.Add(word.Error("tests are joined by '&&'; where one of several is enough, write a clause for each"));
            return clause;
        }

        if ((keyword & Vocabulary.KeywordsOf(clause.Verb)) == 0)
        {
            _errors.Add(word.Error(keyword == Keyword.None
                ? $"'{word.Text}' is not a keyword; expected {Listed(allowed)}{NearName.Question(word.Text, allowed)}"
                : $"'{word.Text}' means nothing after '{clause.VerbPhrase.Text}'; expected {Listed(allowed)}"));
            return clause;
        }

        if ((seen & keyword) != 0)
        {
            _errors.Add(word.Error($"'{word.Text}' is said twice; write two clauses if there are two cases"));
            return clause;
        }

        seen |= keyword;
        if (Vocabulary.IsFlag(keyword))
        {
            return clause.With(keyword);
        }

        if (_words.AtEnd)
        {
            _errors.Add(word.Error($"expected a value after '{word.Text}'"));
            return clause;
        }

        return keyword switch
        {
            Keyword.When => clause with { When = Condition() },
            Keyword.Passing => clause with { Passing = Condition() },
            Keyword.Count => clause with { Count = Count() },
            Keyword.Start => clause with { Start = Count() },
            Keyword.ReleasedBy => clause with { ReleasedBy = Names() },
            Keyword.Enters => clause with { Enters = Word() },
            Keyword.Implies => clause with { Implies = Names() },
            Keyword.Order => clause with { Order = Word() },
            Keyword.Use => clause with { Use = Word() },
            Keyword.Under => clause with { Under = Word() },
            Keyword.PinnedBy => clause with { PinnedBy = Word() },
            Keyword.Spares => clause with { Spares = Word() },
            Keyword.Of => clause with { Of = Word() },
            _ => clause with { Because = Sentence(word) },
        };
    }

    private Phrase Condition()
    {
        var start = _words.Position;
        if (_text[start] == '"')
        {
            var quoted = Word();
            if (ConditionParser.Parse(quoted.Text, out var inner) is null && inner is { } mistake)
            {
                _errors.Add(quoted.Moved(mistake));
            }

            return quoted;
        }

        ConditionParser.ParsePrefix(_text, start, _words.End, out var end, out var error);
        if (error is { } found)
        {
            _errors.Add(found);
        }

        _words.MoveTo(end);
        return new Phrase(_text.Substring(start, end - start), start, end - start, Exact: true);
    }

    private Phrase Count()
    {
        var count = Word();
        if (CountSyntax.Parse(count.Text, out var error) is null && error is { } mistake)
        {
            _errors.Add(count.Moved(mistake));
        }

        return count;
    }

    // Names separated by commas, with or without blanks beside them.
    private Phrase Names()
    {
        var first = Word();
        var last = first;
        while (!_words.AtEnd && (last.Text.EndsWith(",", StringComparison.Ordinal) || _text[_words.Position] == ','))
        {
            last = Word();
        }

        var end = last.Start + last.Length;
        return last == first ? first : new Phrase(_text.Substring(first.Start, end - first.Start), first.Start, end - first.Start, Exact: true);
    }

    private Phrase Sentence(Phrase keyword)
    {
        if (_text[_words.Position] != '"')
        {
            _errors.Add(_words.Peek().Error($"expected a text in quotes after '{keyword.Text}'"));
        }

        return Word();
    }

    private Phrase Word()
    {
        var word = _words.Next(out var error);
        if (error is { } mistake)
        {
            _errors.Add(mistake);
        }

        return word;
    }

    private readonly Clause? Fail(ContractError error)
    {
        _errors.Add(error);
        return null;
    }

    private static Subject SubjectOf(Phrase target) => target.Text switch
    {
        "return" => new Subject(SubjectKind.Return, target),
        "this" => new Subject(SubjectKind.This, target),
        "method" => new Subject(SubjectKind.Method, target),
        "parameters" => new Subject(SubjectKind.AllParameters, target),
        _ => new Subject(SubjectKind.Parameter, target with { Text = target.Text.TrimStart('@') }),
    };

    private static string VerbQuestion(string written)
    {
        var question = NearName.Question(written, Vocabulary.VerbWords);
        return question.Length > 0 ? question : $"; expected one of {string.Join(", ", Vocabulary.VerbWords)}";
    }

    private static string Listed(IReadOnlyList<string> words) =>
        words.Count == 1 ? $"'{words[0]}'" : $"one of {string.Join(", ", words.Select(word => $"'{word}'"))}";
}
