using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Tests.Verification;

/// <summary>
/// A source with the expectations written into it: <c>[|…|]</c> for the analyzer's diagnostic, <c>{|ID:…|}</c> for a named
/// one, <c>{|#n:…|}</c> for a place that an expectation refers to by number. They nest and may be empty.
/// </summary>
internal sealed partial class TestMarkup
{
    private TestMarkup(string text, ImmutableArray<(string? Id, TextSpan Span)> marks)
    {
        Text = text;
        Marks = marks;
    }

    /// <summary>The source without the markup.</summary>
    public string Text { get; }

    /// <summary>What was marked, in the order of the openings. The ID is null for <c>[|…|]</c> and <c>#n</c> for numbered places.</summary>
    public ImmutableArray<(string? Id, TextSpan Span)> Marks { get; }

    public static TestMarkup Parse(string markedUp)
    {
        // Test sources come from raw string literals, which have the line ends of the file they stand in.
        markedUp = markedUp.Replace("\r\n", "\n", StringComparison.Ordinal);
        var text = new StringBuilder();
        var open = new Stack<(string? Id, int Start, int Order)>();
        var marks = new SortedDictionary<int, (string? Id, TextSpan Span)>();
        var order = 0;
        var copied = 0;
        foreach (Match match in Bracket().Matches(markedUp))
        {
            text.Append(markedUp, copied, match.Index - copied);
            copied = match.Index + match.Length;
            if (match.Value is "|]" or "|}")
            {
                if (!open.TryPop(out var opened) || (opened.Id is null) != (match.Value == "|]"))
                    throw new VerificationException($"'{match.Value}' at position {match.Index} of the test source closes nothing.");
                marks.Add(opened.Order, (opened.Id, TextSpan.FromBounds(opened.Start, text.Length)));
            }
            else
            {
                open.Push((match.Groups["id"] is { Success: true, Value: var id } ? id : null, text.Length, order++));
            }
        }

        if (open.Count > 0)
            throw new VerificationException("A bracket of the markup in the test source is never closed.");
        text.Append(markedUp, copied, markedUp.Length - copied);
        return new TestMarkup(text.ToString(), [.. marks.Values]);
    }

    [GeneratedRegex(@"\[\||\|\]|\{\|(?<id>[A-Za-z0-9_#]+):|\|\}")]
    private static partial Regex Bracket();
}
