using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>The text of a member, by a number that no other text has, and what it mentions.</summary>
internal sealed class MemberText
{
    private const string New = "new";

    public MemberText(int number, string text)
    {
        Number = number;
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            if (!SyntaxFacts.IsIdentifierStartCharacter(text[i]))
            {
                continue;
            }

            var start = i;
            while (i < text.Length && SyntaxFacts.IsIdentifierPartCharacter(text[i]))
            {
                i++;
            }

            names.Add(text.Substring(start, i - start));
            CreatesUnnamed |= i - start == New.Length && string.CompareOrdinal(text, start, New, 0, New.Length) == 0 && IsFollowedByArguments(text, i);
        }

        Mentioned = names.ToImmutableArray();
        Creates = names.Contains(New);
    }

    public int Number { get; }

    /// <summary>Everything in it that reads like a name, once.</summary>
    public ImmutableArray<string> Mentioned { get; }

    /// <summary>It runs constructors, if not only ones of types that it does not mention.</summary>
    public bool Creates { get; }

    /// <summary>It may run constructors of types that are mentioned elsewhere.</summary>
    public bool CreatesUnnamed { get; }

    private static bool IsFollowedByArguments(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at < text.Length && text[at] == '(';
    }
}
