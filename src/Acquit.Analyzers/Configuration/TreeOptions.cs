using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Acquit.Analyzers.Configuration;

/// <summary>The options of every file, read when one is first asked for. Safe to use from several threads.</summary>
internal sealed class TreeOptions
{
    private readonly ConcurrentDictionary<SyntaxTree, AnalysisOptions> _known = new();
    private readonly Func<SyntaxTree, AnalysisOptions> _read;

    public TreeOptions(AnalyzerConfigOptionsProvider provider) => _read = tree => AnalysisOptions.Read(provider.GetOptions(tree));

    /// <summary>The same for every file: of a file that is being changed, and of those around it.</summary>
    public TreeOptions(AnalysisOptions options) => _read = _ => options;

    public AnalysisOptions Of(SyntaxTree tree) => _known.GetOrAdd(tree, _read);
}
