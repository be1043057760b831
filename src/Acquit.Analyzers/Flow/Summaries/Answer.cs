using Acquit.Analyzers.Contracts;

namespace Acquit.Analyzers.Flow.Summaries;

/// <summary>What was found out about a method or a field.</summary>
/// <param name="Summary">What a method does to its caller.</param>
/// <param name="IsNeverReleased">No code gives back what a field holds.</param>
internal sealed record Answer(MemberContract? Summary, bool IsNeverReleased)
{
    /// <summary>Nothing can be said.</summary>
    public static readonly Answer Unknown = new(null, false);
}
