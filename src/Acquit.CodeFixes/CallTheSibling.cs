using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Reading;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ201, ACQ202: calls the sibling that is made for the context, and hands its answer on as it is.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CallTheSibling))]
public sealed class CallTheSibling : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(Descriptors.ForbiddenContext.Id, Descriptors.OutsideContext.Id);

    internal override string TitleOfAll => "Call the sibling made for the context";

    internal override bool NeedsWholeFile => true;

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        // Through helpers, it is the last call of the chain that is the wrong one.
        var node = finding.Chain.IsEmpty ? finding.Node : finding.Chain[finding.Chain.Length - 1];
        if (finding.Clause?.Use is not { Length: > 0 } use || node is not InvocationExpressionSyntax call || node.SyntaxTree != file.Tree ||
            CallSyntax.NameOf(call) is not { } name)
        {
            return null;
        }

        var sibling = MemberKey.LastPart(use);
        var renamed = call.ReplaceNode(name, SyntaxFactory.IdentifierName(sibling));
        var bound = file.Model.GetSpeculativeSymbolInfo(call.SpanStart, renamed, SpeculativeBindingOption.BindAsExpression);
        if (bound.Symbol is not IMethodSymbol method)
        {
            return null;
        }

        var title = $"Call '{sibling}' instead of '{name.Identifier.Text}'";
        var edits = SymbolEqualityComparer.Default.Equals(method.ReturnType, finding.Method!.ReturnType)
            ? new[] { new[] { new TextChange(name.Span, sibling) } }
            : Answers.HandedOn(file, call, new TextChange(name.Span, sibling), method.ReturnType);
        return SingleRepair.First(file, finding, edits.Select(e => (title, e)));
    }
}
