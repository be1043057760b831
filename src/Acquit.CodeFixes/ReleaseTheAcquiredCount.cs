using System.Collections.Immutable;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ107: releases as many as the acquire took.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseTheAcquiredCount))]
public sealed class ReleaseTheAcquiredCount : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.WrongCount.Id);

    internal override string TitleOfAll => "Release as many as were acquired";

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding.Resource is not { } resource || Acquisition.Of(file, resource) is not { } acquisition ||
            Count(finding, acquisition) is not { } count)
        {
            return null;
        }

        var title = $"Release as many as were acquired: '{count}'";
        var edits = Edits(file, finding.Node, count).Select(edit => (title, (IReadOnlyList<TextChange>)new[] { edit }));
        return SingleRepair.First(file, finding, edits);
    }

    private static string? Count(Finding finding, Acquisition acquisition)
    {
        var place = finding.Node.SpanStart;
        return acquisition.Count is { } written && acquisition.IsStable(written, place) ? written.ToString()
            : finding.ExpectedCount is { } known && acquisition.IsStable(SyntaxFactory.ParseExpression(known), place) ? known
            : null;
    }

    private static IEnumerable<TextChange> Edits(AnalyzedFile file, SyntaxNode node, string count)
    {
        if (node is ExpressionSyntax { Parent: ArgumentSyntax } argument)
        {
            var type = file.Model.GetTypeInfo(argument, file.CancellationToken).Type;
            return type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64
                ? new[] { new TextChange(argument.Span, count) }
                : OfSlice(argument, count);
        }

        return OfLoop(node, count);
    }

    // What is released is a part of an array: its length is the count.
    private static IEnumerable<TextChange> OfSlice(ExpressionSyntax slice, string count)
    {
        switch (slice)
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call when
                    access.Name.Identifier.ValueText is "AsSpan" or "Slice":
                var isSpan = access.Name.Identifier.ValueText == "AsSpan";
                var arguments = call.ArgumentList.Arguments;
                yield return arguments.Count switch
                {
                    2 => new TextChange(arguments[1].Expression.Span, count),
                    1 when isSpan => new TextChange(new TextSpan(arguments[0].Span.End, 0), ", " + count),
                    1 => new TextChange(call.Span, $"{access.Expression}.Slice({arguments[0]}, {count})"),
                    _ => new TextChange(call.ArgumentList.Span, $"(0, {count})"),
                };
                break;
            case ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } index } when
                    index[0].Expression is RangeExpressionSyntax range &&
                    range.LeftOperand is null or LiteralExpressionSyntax { Token.ValueText: "0" }:
                yield return range.RightOperand is { } end
                    ? new TextChange(end.Span, count)
                    : new TextChange(new TextSpan(range.OperatorToken.Span.End, 0), count);
                break;
            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                yield return new TextChange(slice.Span, $"{slice}.AsSpan(0, {count})");
                break;
        }
    }

    // Released one by one: the loop runs that far.
    private static IEnumerable<TextChange> OfLoop(SyntaxNode release, string count) =>
        release.FirstAncestorOrSelf<ForStatementSyntax>()?.Condition is BinaryExpressionSyntax bound &&
        bound.IsKind(SyntaxKind.LessThanExpression)
            ? new[] { new TextChange(bound.Right.Span, count) }
            : Enumerable.Empty<TextChange>();
}
