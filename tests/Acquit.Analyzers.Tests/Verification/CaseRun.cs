using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Tests.Verification;

/// <summary>Compiles a case file along with the APIs it uses, runs analyzers over it, and compares.</summary>
/// <param name="api">The files that declare the APIs; with the case file itself among them, it is not compiled twice.</param>
internal sealed class CaseRun(ImmutableArray<CaseFile> api, ImmutableArray<(string Path, string Text)> contractFiles)
{
    /// <summary>The compiler's errors, one per line; none if the file compiles.</summary>
    public ImmutableArray<string> Errors(CaseFile file) =>
        [.. Compile(file).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(DiagnosticMatcher.Describe)];

    /// <summary>What is missing and what is unexpected in a case file, one per line; none if all is well.</summary>
    public async Task<ImmutableArray<string>> DifferencesAsync(
        CaseFile file, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken)
    {
        var options = new AnalyzerOptions(
            [.. contractFiles.Select(contracts => new ContractFileText(contracts.Path, contracts.Text))], new WrittenOptions(file.Options));
        var reported = await AnalyzerRun.DiagnosticsAsync(Compile(file), options, analyzers, CompilerDiagnostics.None, cancellationToken);
        var left = reported.Where(diagnostic => diagnostic.Location.SourceTree == file.Tree).ToList();
        // The choosier an expectation is, the earlier it picks.
        var missing = file.Expectations
            .OrderBy(expectation => expectation.Fragment is null)
            .Where(expectation => !Take(expectation, left))
            .Select(expectation => (expectation.Line, What: $"expected {expectation}, nothing reported"))
            .ToList();
        var unexpected = left.Select(diagnostic => (
            diagnostic.Location.GetLineSpan().StartLinePosition.Line, What: $"unexpected {diagnostic.Id}: {MessageOf(diagnostic)}"));
        var lines = (await file.Tree.GetTextAsync(cancellationToken)).Lines;
        return [.. missing.Concat(unexpected).OrderBy(difference => difference.Line).Select(difference =>
            $"{file.Name}({difference.Line + 1}): {difference.What}{Environment.NewLine}    {lines[difference.Line].ToString().Trim()}")];
    }

    private static bool Take(CaseExpectation expectation, List<Diagnostic> left)
    {
        var index = left.FindIndex(diagnostic =>
            diagnostic.Id == expectation.Id &&
            diagnostic.Location.GetLineSpan().StartLinePosition.Line == expectation.Line &&
            (expectation.Fragment is null || MessageOf(diagnostic).Contains(expectation.Fragment, StringComparison.Ordinal)));
        if (index >= 0)
            left.RemoveAt(index);
        return index >= 0;
    }

    private static string MessageOf(Diagnostic diagnostic) => diagnostic.GetMessage(CultureInfo.InvariantCulture);

    private CSharpCompilation Compile(CaseFile file)
    {
        var isProgram = file.Tree.GetRoot().ChildNodes().Any(node => node is GlobalStatementSyntax);
        return CSharpCompilation.Create(
            "Cases",
            api.Where(other => other.Name != file.Name).Select(other => other.Tree).Append(file.Tree),
            ReferenceAssemblies.Contracts.References,
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    private sealed class ContractFileText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
