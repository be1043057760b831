using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Tests.Verification;

/// <summary>Where a diagnostic is expected: a span of a file, its start only, or the span that markup <c>{|#n:…|}</c> names.</summary>
/// <param name="Path">The file; empty stands for the first source.</param>
public readonly record struct ExpectedLocation(string Path, LinePositionSpan Span, bool StartOnly, int? MarkupKey)
{
    public static ExpectedLocation Marked(int key) => new("", default, StartOnly: false, key);

    public bool Matches(Location actual)
    {
        var position = actual.GetLineSpan();
        return position.Path == Path &&
            (StartOnly ? position.StartLinePosition == Span.Start : position.Span == Span);
    }

    public override string ToString() =>
        StartOnly
            ? FormattableString.Invariant($"{Path}({Span.Start.Line + 1},{Span.Start.Character + 1})")
            : FormattableString.Invariant(
                $"{Path}({Span.Start.Line + 1},{Span.Start.Character + 1}-{Span.End.Line + 1},{Span.End.Character + 1})");
}
