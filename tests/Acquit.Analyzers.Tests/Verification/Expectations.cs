using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Tests.Verification;

/// <summary>A <see cref="SolutionState"/> taken apart: plain files, and every expectation with its place in them.</summary>
internal sealed class Expectations
{
    private Expectations(
        ImmutableArray<(string Path, string Text)> sources,
        ImmutableArray<(string Path, string Text)> additionalFiles,
        ImmutableArray<DiagnosticResult> diagnostics)
    {
        Sources = sources;
        AdditionalFiles = additionalFiles;
        Diagnostics = diagnostics;
    }

    public ImmutableArray<(string Path, string Text)> Sources { get; }

    public ImmutableArray<(string Path, string Text)> AdditionalFiles { get; }

    public ImmutableArray<DiagnosticResult> Diagnostics { get; }

    public static Expectations Of(SolutionState state, ImmutableArray<DiagnosticDescriptor> descriptors)
    {
        var marked = ImmutableArray.CreateBuilder<DiagnosticResult>();
        var numbered = new Dictionary<int, ExpectedLocation>();
        var sources = Read(state.Sources);
        var additionalFiles = Read(state.AdditionalFiles);
        var stated = state.ExpectedDiagnostics.Select(expected => expected.Resolve(Resolve));
        return new Expectations(sources, additionalFiles, [.. marked, .. stated]);

        ImmutableArray<(string, string)> Read(SourceFileList files) => [.. files.Select(file =>
        {
            var markup = TestMarkup.Parse(file.Content);
            var lines = SourceText.From(markup.Text).Lines;
            foreach (var (id, span) in markup.Marks)
            {
                var place = new ExpectedLocation(file.Path, lines.GetLinePositionSpan(span), StartOnly: false, null);
                if (id is ['#', .. var key])
                    numbered.Add(int.Parse(key, CultureInfo.InvariantCulture), place);
                else
                    marked.Add(Marked(id, descriptors).With(place));
            }

            return (file.Path, markup.Text);
        })];

        ExpectedLocation Resolve(ExpectedLocation location) => location switch
        {
            { MarkupKey: { } key } when numbered.TryGetValue(key, out var place) => place,
            { MarkupKey: { } key } => throw new VerificationException($"No place in the test source is marked {{|#{key}:…|}}."),
            { Path: "" } => location with { Path = state.Sources.First().Path },
            _ => location,
        };
    }

    // Markup says where and what, not more.
    private static DiagnosticResult Marked(string? id, ImmutableArray<DiagnosticDescriptor> descriptors)
    {
        id ??= descriptors is [var only] ? only.Id : null;
        var result = new DiagnosticResult(id ?? "", DiagnosticSeverity.Warning)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations | DiagnosticOptions.IgnoreSeverity);
        return id is null ? result.WithAnyId() : result;
    }
}
