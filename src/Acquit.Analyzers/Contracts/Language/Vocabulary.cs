using System.Collections.Immutable;

namespace Acquit.Analyzers.Contracts.Language;

/// <summary>The words of the contract language and what may stand beside each verb.</summary>
internal static class Vocabulary
{
    /// <summary>The namespace of the contract attributes.</summary>
    public const string Namespace = "Acquit";

    public static readonly ImmutableArray<Verb> Verbs = ((Verb[])Enum.GetValues(typeof(Verb))).ToImmutableArray();

    private static readonly ImmutableDictionary<string, Verb> VerbsByWord = Verbs
        .ToImmutableDictionary(WordOf, StringComparer.Ordinal)
        // "parameters borrow": the subject is plural.
        .Add("borrow", Verb.Borrows);

    private static readonly ImmutableDictionary<string, Verb> VerbsByAttribute =
        Verbs.ToImmutableDictionary(AttributeOf, StringComparer.Ordinal);

    private static readonly ImmutableDictionary<string, Keyword> KeywordsByWord = ((Keyword[])Enum.GetValues(typeof(Keyword)))
        .Where(keyword => keyword != Keyword.None)
        .ToImmutableDictionary(WordOf, StringComparer.Ordinal);

    public static IEnumerable<string> VerbWords => Verbs.Select(WordOf);

    /// <summary>The keywords that take no value.</summary>
    public static bool IsFlag(Keyword keyword) => keyword is Keyword.Locked or Keyword.Optional or Keyword.IfHeld or Keyword.View;

    /// <summary>How the verb is written in a contract file.</summary>
    public static string WordOf(Verb verb) => verb.ToString().ToLowerInvariant();

    public static string WordOf(Keyword keyword) => keyword.ToString().ToLowerInvariant();

    /// <summary>The simple name of the attribute class.</summary>
    public static string AttributeOf(Verb verb) => verb + "Attribute";

    public static Verb? VerbOf(string word) => VerbsByWord.TryGetValue(word, out var verb) ? verb : null;

    public static Verb? VerbOfAttribute(string className) => VerbsByAttribute.TryGetValue(className, out var verb) ? verb : null;

    public static Keyword KeywordOf(string word) => KeywordsByWord.TryGetValue(word, out var keyword) ? keyword : Keyword.None;

    /// <summary>What the word after the verb names, for messages; null when no word follows.</summary>
    public static string? SubjectOf(Verb verb) => verb switch
    {
        Verb.Borrows or Verb.Forbids or Verb.MarksDirty => null,
        Verb.RunsIn or Verb.OnlyIn or Verb.NotIn or Verb.MayRun => "a context",
        Verb.ReplacedBy => "today's name",
        Verb.Accesses => "an access",
        Verb.SameAs or Verb.LooksUp => "a parameter's name or 'this'",
        Verb.Carries => "a sort of code",
        _ => "a kind",
    };

    public static Keyword KeywordsOf(Verb verb) => Keyword.Because | verb switch
    {
        Verb.Acquires => Keyword.When | Keyword.Count | Keyword.ReleasedBy | Keyword.Enters | Keyword.Implies | Keyword.Order | Keyword.Optional | Keyword.PinnedBy | Keyword.Spares,
        Verb.Releases => Keyword.When | Keyword.Count | Keyword.IfHeld,
        Verb.Consumes => Keyword.When | Keyword.Count,
        Verb.OnlyIn or Verb.NotIn => Keyword.When | Keyword.Use,
        Verb.RequiresHeld or Verb.RequiresNotHeld => Keyword.When | Keyword.Of,
        Verb.MayRun => Keyword.When,
        Verb.Carries => Keyword.When | Keyword.Use,
        Verb.Forbids => Keyword.When | Keyword.Use,
        Verb.ReplacedBy => Keyword.Passing,
        Verb.SameAs => Keyword.Start | Keyword.Count | Keyword.View,
        Verb.LooksUp => Keyword.ReleasedBy,
        Verb.Accesses => Keyword.When,
        Verb.TellsHeld => Keyword.When,
        Verb.MarksDirty => Keyword.When | Keyword.Locked | Keyword.Under,
        _ => Keyword.None,
    };

    /// <summary>The keywords a verb allows, as a message lists them.</summary>
    public static IEnumerable<string> KeywordWordsOf(Verb verb)
    {
        var allowed = KeywordsOf(verb);
        return KeywordsByWord.Where(entry => (allowed & entry.Value) != 0).OrderBy(entry => entry.Value).Select(entry => entry.Key);
    }

    /// <summary>Whether a clause is about the use of a member by itself, and not about what it does.</summary>
    public static bool IsAdvice(Verb verb) => verb is Verb.Forbids or Verb.ReplacedBy;

    /// <summary>
    /// Whether a clause makes a body worth looking at. The others say how a resource that came from somewhere else fares,
    /// so that a body that mentions nothing but them holds nothing.
    /// </summary>
    public static bool IsOccasion(Verb verb) => verb is not (Verb.Borrows or Verb.SameAs or Verb.LooksUp or Verb.TellsHeld or Verb.Accesses or Verb.Carries);

    /// <summary>Whether a clause of the verb speaks of the content of what is held.</summary>
    public static bool IsAboutContent(Verb verb) => verb is Verb.Accesses or Verb.MarksDirty;

    /// <summary>Whether a clause of the verb says where a member may be called.</summary>
    public static bool IsPlace(Verb verb) => verb is Verb.OnlyIn or Verb.NotIn;

    /// <summary>Whether a clause of the verb says what the caller holds or does not hold, or what is run under that.</summary>
    public static bool IsRequirement(Verb verb) => verb is Verb.RequiresHeld or Verb.RequiresNotHeld or Verb.MayRun;

    /// <summary>
    /// The same of a clause. What a resource lets be called on itself even when it is not held, as a Dispose does, is called everywhere,
    /// and is no mistake by itself.
    /// </summary>
    public static bool IsOccasion(Clause clause) =>
        IsOccasion(clause.Verb) && !(clause.IfHeld && clause.Subject.Kind is SubjectKind.This or SubjectKind.Method);
}
