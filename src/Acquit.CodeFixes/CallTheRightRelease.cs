using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ103: calls the release of what is held in place of one of another kind.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CallTheRightRelease))]
public sealed class CallTheRightRelease : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.WrongRelease.Id);

    internal override string TitleOfAll => "Call the release of what is held";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding) => Release(file, finding);

    /// <summary>The file after the wrong release is exchanged for the right one.</summary>
    internal static Repair? Release(AnalyzedFile file, Finding finding)
    {
        if (finding.Node is not InvocationExpressionSyntax call || finding.Resource is not { } resource ||
            Acquisition.Of(file, resource) is not { } acquisition ||
            file.Model.GetOperation(call, file.CancellationToken) is not IInvocationOperation operation ||
            file.Contracts.Of(operation.TargetMethod) is not { } wrong ||
            wrong.Releases.FirstOrDefault(r => r.Kind == finding.ReleasedKind) is not { } clause)
        {
            return null;
        }

        // As many as the acquire took, and marked as it was written, are questions of their own, which the right release lets the analysis ask.
        var calls = new ReleaseCalls(file, acquisition, resource, call.SpanStart, call.SpanStart);
        var count = clause.Count is { Kind: OperandKind.Parameter } operand ? CallSyntax.Argument(operation.Arguments, operand.Ordinal) : null;
        var held = new Held(CallSyntax.Target(operation, clause.Target), count);
        var methods = calls.Methods(held.Holder).Where(m => KeepsMarks(wrong, file.Contracts.Of(m)!)).ToList();
        var candidates = Renamed(file, call, clause, resource.Kind, methods).Concat(Rewritten(call, calls, held, acquisition, methods));
        return SingleRepair.First(file, finding, candidates, FindingKind.WrongCount, FindingKind.NotMarked);
    }

    private static string Title(string right, SyntaxNode call) =>
        call is InvocationExpressionSyntax invocation && CallSyntax.NameOf(invocation) is { } name
            ? $"Release with '{right}', not '{name.Identifier.Text}'"
            : $"Release with '{right}'";

    // The same arguments, when they mean the same to the right release: nothing but the name changes.
    private static IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> Renamed(
        AnalyzedFile file, InvocationExpressionSyntax call, ReleaseClause wrong, string kind, IReadOnlyList<IMethodSymbol> methods)
    {
        if (CallSyntax.NameOf(call) is not { } name)
        {
            yield break;
        }

        foreach (var right in methods.Select(m => m.Name).Distinct(StringComparer.Ordinal))
        {
            var renamed = call.ReplaceNode(name, SyntaxFactory.IdentifierName(right));
            var bound = file.Model.GetSpeculativeSymbolInfo(call.SpanStart, renamed, SpeculativeBindingOption.BindAsExpression);
            if (bound.Symbol is IMethodSymbol method &&
                file.Contracts.Of(method)?.Releases.FirstOrDefault(r => r.Kind == kind && !r.Consumes) is { } clause &&
                clause.Target == wrong.Target && clause.Count == wrong.Count)
            {
                yield return (Title(right, call), new[] { new TextChange(name.Span, right) });
            }
        }
    }

    private static IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> Rewritten(
        InvocationExpressionSyntax call, ReleaseCalls calls, Held held, Acquisition acquisition, IReadOnlyList<IMethodSymbol> methods)
    {
        if (call.DescendantTrivia().Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia)))
        {
            yield break;
        }

        var place = call.SpanStart;
        var acquired = new Held(
            acquisition.Holder is { } holder && acquisition.IsStable(holder, place) ? holder : null,
            acquisition.Count is { } count && acquisition.IsStable(count, place) ? count : null);
        foreach (var right in calls.For(held).Concat(calls.For(acquired)).Where(c => methods.Any(m => m.Name == c.Name)))
        {
            yield return (Title(right.Name, call), new[] { new TextChange(call.Span, right.Text) });
        }
    }

    // A release that marks pages as written is not exchanged for one that does not.
    private static bool KeepsMarks(MemberContract wrong, MemberContract right) => wrong.MarksDirty.IsEmpty || !right.MarksDirty.IsEmpty;
}
