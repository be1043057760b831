using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Tests.Verification;

/// <summary>An expected diagnostic. What is not said about it is not compared, except that further locations have to be named.</summary>
public readonly record struct DiagnosticResult
{
    public DiagnosticResult(string id, DiagnosticSeverity severity)
    {
        Id = id;
        Severity = severity;
    }

    public DiagnosticResult(DiagnosticDescriptor descriptor)
        : this(descriptor.Id, descriptor.DefaultSeverity) => MessageFormat = descriptor.MessageFormat;

    /// <summary>The ID; null for <c>[|…|]</c> of an analyzer with several descriptors, where any of them will do.</summary>
    public string? Id { get; private init; }

    public DiagnosticSeverity Severity { get; private init; }

    public LocalizableString? MessageFormat { get; private init; }

    public ImmutableArray<object?>? MessageArguments { get; private init; }

    public DiagnosticOptions Options { get; private init; }

    /// <summary>The location, followed by the additional locations. Null when nothing was said about where.</summary>
    public ImmutableArray<ExpectedLocation>? Locations { get; private init; }

    /// <summary>The whole message, if it is to be compared.</summary>
    public string? Message
    {
        get => ExplicitMessage ?? (MessageArguments is { } arguments && MessageFormat is { } format
            ? string.Format(CultureInfo.InvariantCulture, format.ToString(CultureInfo.InvariantCulture), [.. arguments])
            : null);
    }

    private string? ExplicitMessage { get; init; }

    public static DiagnosticResult CompilerError(string id) => new(id, DiagnosticSeverity.Error);

    public static DiagnosticResult CompilerWarning(string id) => new(id, DiagnosticSeverity.Warning);

    public DiagnosticResult WithSeverity(DiagnosticSeverity severity) => this with { Severity = severity };

    public DiagnosticResult WithArguments(params object?[] arguments) => this with { MessageArguments = [.. arguments] };

    public DiagnosticResult WithMessage(string message) => this with { ExplicitMessage = message };

    public DiagnosticResult WithMessageFormat(LocalizableString format) => this with { MessageFormat = format };

    public DiagnosticResult WithOptions(DiagnosticOptions options) => this with { Options = options };

    /// <summary>Any ID that the analyzer can report will do.</summary>
    public DiagnosticResult WithAnyId() => this with { Id = null };

    public DiagnosticResult WithNoLocation() => this with { Locations = [] };

    /// <summary>Adds the span that markup <c>{|#key:…|}</c> names.</summary>
    public DiagnosticResult WithLocation(int markupKey) => With(ExpectedLocation.Marked(markupKey));

    /// <summary>Adds a start position in the first source, counted from 1.</summary>
    public DiagnosticResult WithLocation(int line, int column) => WithLocation("", line, column);

    public DiagnosticResult WithLocation(string path, int line, int column)
    {
        var start = new LinePosition(line - 1, column - 1);
        return With(new ExpectedLocation(path, new LinePositionSpan(start, start), StartOnly: true, null));
    }

    /// <summary>Adds a span in the first source, counted from 1.</summary>
    public DiagnosticResult WithSpan(int startLine, int startColumn, int endLine, int endColumn) =>
        WithSpan("", startLine, startColumn, endLine, endColumn);

    public DiagnosticResult WithSpan(string path, int startLine, int startColumn, int endLine, int endColumn) =>
        With(new ExpectedLocation(
            path,
            new LinePositionSpan(new(startLine - 1, startColumn - 1), new(endLine - 1, endColumn - 1)),
            StartOnly: false,
            null));

    /// <summary>The same with every location resolved.</summary>
    internal DiagnosticResult Resolve(Func<ExpectedLocation, ExpectedLocation> resolve) =>
        Locations is { } locations ? this with { Locations = [.. locations.Select(resolve)] } : this;

    internal DiagnosticResult With(ExpectedLocation location) => this with { Locations = [.. Locations ?? [], location] };

    public override string ToString()
    {
        var where = Locations is { } locations ? string.Join(", ", locations) : "anywhere";
        return $"{where}: {Severity.ToString().ToLowerInvariant()} {Id ?? "of this analyzer"}{(Message is { } text ? ": " + text : "")}";
    }
}
