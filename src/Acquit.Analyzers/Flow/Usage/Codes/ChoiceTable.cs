using Acquit.Analyzers.Contracts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Usage.Codes;

/// <summary>What becomes of which code in code that chooses: of those that it tells apart, of success, and of any other.</summary>
internal sealed class ChoiceTable
{
    /// <summary>A failure that nothing is called after.</summary>
    private const long Other = -4094;

    private const int MaxCodes = 64;

    private readonly Choice _choice;
    private readonly Func<long, (bool Known, ExpressionSyntax? Answer)> _ask;
    private readonly Dictionary<long, ExpressionSyntax?> _answers = new();

    private ChoiceTable(Choice choice, Func<long, (bool Known, ExpressionSyntax? Answer)> ask)
    {
        _choice = choice;
        _ask = ask;
    }

    public IEnumerable<ExpressionSyntax> Answers => _answers.Values.OfType<ExpressionSyntax>();

    /// <summary>Asks for every code that is compared with; null when something else is done than to choose.</summary>
    public static ChoiceTable? Of(Choice choice, Func<long, (bool Known, ExpressionSyntax? Answer)> ask)
    {
        var table = new ChoiceTable(choice, ask);
        var asked = new Queue<long>(new[] { 0L, Other });
        for (var compared = 0; asked.Count > 0;)
        {
            var code = asked.Dequeue();
            if (table._answers.ContainsKey(code))
            {
                continue;
            }

            if (table._answers.Count == MaxCodes || ask(code) is not (true, var answer))
            {
                return null;
            }

            table._answers.Add(code, answer);
            for (; compared < choice.Compared.Count; compared++)
            {
                asked.Enqueue(choice.Constant(choice.Compared[compared])!.Value);
            }
        }

        return table;
    }

    /// <summary>Whether failures are told from one another, and not only from success.</summary>
    /// <param name="intoEnum">The codes are numbers that have names, and become members of an enum; else it is the reverse.</param>
    public bool TellsApart(bool intoEnum) => intoEnum
        ? _answers[Other] is not null && _answers.All(a => a.Key >= 0 || a.Value is not null) && _answers.Any(a => a.Key < 0 && Number(a.Value) != Number(_answers[Other]))
        : _answers.Where(a => a.Key != Other).Select(a => Number(a.Value)).Where(n => n is not (null or 0)).Distinct().Count() > 1;

    /// <summary>Whether a converter does the same.</summary>
    /// <param name="onSuccess">What success becomes, where the converter is not for it.</param>
    public bool IsLike(CodeConverter converter, Choice choice, out ExpressionSyntax? onSuccess)
    {
        onSuccess = null;
        var isOfNumbers = _answers[Other] is not null && choice.Compared.Exists(c => choice.Constant(c) < 0);
        foreach (var code in _answers.Keys.Where(k => k != 0 && (k != Other || isOfNumbers) && (!isOfNumbers || k < 0)))
        {
            if (converter.Of(code) != Number(_answers[code]))
            {
                return false;
            }
        }

        // What the converter knows besides is the better for it, if it is an other here.
        if (isOfNumbers && converter.Named.Any(code => code < 0 && !_answers.ContainsKey(code) && !(_ask(code) is (true, { } answer) && Number(answer) == Number(_answers[Other]))))
        {
            return false;
        }

        if (_answers[0] is not { } success || (isOfNumbers && Number(success) == Number(_answers[Other]) && !converter.IsFor(0)))
        {
            return true;
        }

        onSuccess = converter.IsFor(0) ? null : success;
        return onSuccess is not null || converter.Of(0) == Number(success);
    }

    private long? Number(ExpressionSyntax? answer) => answer is null ? null : _choice.Constant(answer);
}
