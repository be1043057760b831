using Microsoft.CodeAnalysis;

namespace Acquit.Tests.Verification;

/// <summary>The files of a test, before or after a fix, with markup, and what else is expected of them.</summary>
public sealed class SolutionState
{
    public SourceFileList Sources { get; } = new("/0/Test", ".cs");

    /// <summary>Contract files and the like. Markup works in them too.</summary>
    public SourceFileList AdditionalFiles { get; } = new("/0/Additional", ".acquit.txt");

    public SourceFileList AnalyzerConfigFiles { get; } = new("/", ".editorconfig");

    public List<MetadataReference> AdditionalReferences { get; } = [];

    public List<DiagnosticResult> ExpectedDiagnostics { get; } = [];
}
