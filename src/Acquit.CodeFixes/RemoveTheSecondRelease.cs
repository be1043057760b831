using System.Collections.Immutable;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ104: removes a release of what was released before.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveTheSecondRelease))]
public sealed class RemoveTheSecondRelease : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.ReleasedTwice.Id);

    internal override string TitleOfAll => "Remove releases of what was released before";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding.Node.Parent is not ExpressionStatementSyntax statement)
        {
            return null;
        }

        var title = $"Remove the second '{finding.Method!.Name}'";
        var removal = new Removal(file);
        return SingleRepair.First(file, finding, removal.Of(statement) is { } edit
            ? new[] { (title, (IReadOnlyList<TextChange>)new[] { edit }) }
            : Enumerable.Empty<(string, IReadOnlyList<TextChange>)>());
    }
}
