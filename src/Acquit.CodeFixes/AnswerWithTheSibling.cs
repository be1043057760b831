using System.Collections.Immutable;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ203: calls the sibling that answers with the right code, and deletes what converted it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AnswerWithTheSibling))]
public sealed class AnswerWithTheSibling : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.ConvertedByHand.Id);

    internal override string TitleOfAll => "Call the siblings that answer with the right codes";

    internal override bool NeedsWholeFile => true;

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding.Conversion is not { } conversion || CallSyntax.NameOf(conversion.Call) is not { } name)
        {
            return null;
        }

        var sibling = conversion.Sibling;
        var rename = new TextChange(name.Span, sibling.Name);
        var edits = conversion.IsTest
            ? Enumerable.Empty<IReadOnlyList<TextChange>>()
            : Answers.HandedOn(file, conversion.Call, rename, sibling.ReturnType);
        return SingleRepair.First(file, finding, edits.Select(e => ($"Call '{sibling.Name}' instead of '{name.Identifier.Text}'", e)));
    }
}
