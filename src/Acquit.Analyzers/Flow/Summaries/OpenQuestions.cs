using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>
/// The questions that are being answered on one thread, each for the sake of the one before. Those that come back to one
/// another, however long the circle, have no answer: each would have to be known to find out the others.
/// </summary>
/// <remarks>
/// What is answered does not depend on which question is asked first, nor on how deep in others it is asked. The members of a
/// circle wait until all that leads round it has been seen, as in Tarjan's search for strongly connected components. Where
/// the stack would get too deep the bodies on it are left, and taken up again, each from its beginning, when what they lacked is
/// known. From then on each of them has the stack for itself, so that no body is begun more than a few times.
/// </remarks>
internal sealed class OpenQuestions
{
    /// <summary>Bodies that are followed within one another on one stack.</summary>
    private const int MaxNested = 24;

    private readonly SettledAnswers _settled;

    // The innermost is the last.
    private readonly List<Question> _open = new();

    // The open ones, and those of their circles that are looked into already, as they were asked.
    private readonly List<Question> _unsettled = new();
    private readonly Dictionary<ISymbol, Question> _asked = new(SymbolEqualityComparer.Default);
    private int _nested;

    public OpenQuestions(SettledAnswers settled) => _settled = settled;

    /// <summary>Whether what is asked now is asked for the sake of something else.</summary>
    public bool Any => _open.Count > 0;

    /// <summary>Whether a body that does not find enough stack would not find more at another time.</summary>
    public bool HaveWholeStack => _nested <= 1;

    /// <summary>The answer if there is one, or if there can be none as the question is open itself; null when it has to be found.</summary>
    public Answer? Recall(ISymbol about)
    {
        if (_settled.Of(about) is { } settled)
        {
            return settled;
        }

        if (!_asked.TryGetValue(about, out var question))
        {
            return null;
        }

        _open[_open.Count - 1].ComesBackTo(question.Number);
        return Answer.Unknown;
    }

    /// <summary>Finds the answer to a question that is not recalled.</summary>
    public Answer Find(ISymbol about, Func<Answer> find)
    {
        var question = new Question(about, _unsettled.Count, find);
        _open.Add(question);
        _unsettled.Add(question);
        _asked.Add(about, question);
        return _nested == 0 ? FindAll()
            : _nested < MaxNested ? Follow(question)
            : throw new NestedTooDeeplyException();
    }

    private Answer FindAll()
    {
        try
        {
            var answer = Answer.Unknown;
            while (_open.Count > 0)
            {
                try
                {
                    answer = Follow(_open[_open.Count - 1]);
                }
                catch (NestedTooDeeplyException)
                {
                    // What was lacking is open now, and comes next.
                }
            }

            return answer;
        }
        finally
        {
            // None is left but when this is broken off.
            _open.Clear();
            _unsettled.Clear();
            _asked.Clear();
        }
    }

    private Answer Follow(Question question)
    {
        _nested++;
        Answer found;
        try
        {
            found = question.Find();
        }
        catch (InsufficientExecutionStackException) when (!HaveWholeStack)
        {
            throw new NestedTooDeeplyException();
        }
        finally
        {
            _nested--;
        }

        return Close(question, found);
    }

    private Answer Close(Question question, Answer found)
    {
        _open.RemoveAt(_open.Count - 1);
        if (question.Lowest < question.Number)
        {
            _open[_open.Count - 1].ComesBackTo(question.Lowest);
            return Answer.Unknown;
        }

        var circle = _unsettled.GetRange(question.Number, _unsettled.Count - question.Number);
        _unsettled.RemoveRange(question.Number, circle.Count);
        circle.ForEach(q => _asked.Remove(q.About));
        _settled.Settle(circle.Select(q => q.About), circle.Count > 1 || question.Lowest == question.Number ? Answer.Unknown : found);
        return _settled.Of(question.About)!;
    }

    private sealed class Question
    {
        public Question(ISymbol about, int number, Func<Answer> find)
        {
            About = about;
            Number = number;
            Find = find;
        }

        public ISymbol About { get; }

        /// <summary>Its place among the unsettled ones.</summary>
        public int Number { get; }

        public Func<Answer> Find { get; }

        /// <summary>The first of the unsettled ones that finding the answer was seen to come back to.</summary>
        public int Lowest { get; private set; } = int.MaxValue;

        public void ComesBackTo(int number) => Lowest = Math.Min(Lowest, number);
    }

    /// <summary>The stack is left as far as the outermost question.</summary>
    private sealed class NestedTooDeeplyException : Exception
    {
    }
}
