using System.Collections.Immutable;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Usage;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ203: calls the sibling that answers with the right code, or what is there to convert it, and deletes what converted it by hand.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AnswerWithTheSibling))]
public sealed class AnswerWithTheSibling : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.ConvertedByHand.Id);

    internal override string TitleOfAll => "Call what answers with the right codes";

    internal override bool NeedsWholeFile => true;

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding.Code is { IsSame: true, Converter: { } converter } code)
        {
            return SingleRepair.First(file, finding, new[] { ($"Call '{converter.Method.Name}'", ConverterCall.Instead(file, finding.Node, code)) });
        }

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
