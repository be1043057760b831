using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Cli.Checking;

/// <summary>A piece of a file.</summary>
/// <param name="Path">The whole path.</param>
/// <param name="Text">The text of the file, to show lines of.</param>
internal sealed record Place(string Path, SourceText Text, LinePositionSpan Span)
{
    public int Line => Span.Start.Line + 1;

    public int Column => Span.Start.Character + 1;

    public bool IsAt(Place other) => Path == other.Path && Span == other.Span;
}

/// <summary>Something that happens on the way to a mistake.</summary>
/// <param name="IsReported">It is where the report stands.</param>
internal sealed record Step(Place Place, string Text, bool IsReported);

/// <summary>A mistake, and the path on which it happens.</summary>
/// <param name="Member">The member it is in, by namespace, type and name.</param>
/// <param name="Code">What stands at the place, with blanks squeezed.</param>
/// <param name="Path">The steps in order; the report's own place is one of them.</param>
internal sealed record Report(
    DiagnosticDescriptor Rule, DiagnosticSeverity Severity, string Message, Place Place, string Member, string Code, ImmutableArray<Step> Path)
{
    public string Id => Rule.Id;

    /// <summary>Tells the reports of one rule and member apart from their like, whatever lines they are on.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How many before it have the same fingerprint.</summary>
    public int Occurrence { get; init; }
}
