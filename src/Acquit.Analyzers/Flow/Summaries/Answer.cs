using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>What was found out about a method or a field.</summary>
/// <param name="Summary">What a method does to its caller.</param>
/// <param name="Released">The kinds of what code gives back that a field holds; null if there is code that may give back anything.</param>
internal sealed record Answer(MemberContract? Summary, ImmutableHashSet<string>? Released)
{
    /// <summary>Where names were looked for in vain; null if the answer may be another one with more names, wherever these are.</summary>
    public NamesMissed? Missed { get; init; }

    /// <summary>Nothing can be said.</summary>
    public static readonly Answer Unknown = new(null, null);
}
