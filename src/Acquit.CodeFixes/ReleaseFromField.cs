using System.Collections.Immutable;
using Acquit.Analyzers.Flow;
using Acquit.Analyzers.Flow.Fields;
using Acquit.Analyzers.Rules;
using Acquit.CodeFixes.Releasing;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes;

/// <summary>ACQ101, between the members of a type: releases what a field holds before it is overwritten, or on the ways through Dispose that leave it held.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseFromField))]
public sealed class ReleaseFromField : RepairProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Descriptors.NotReleased.Id);

    internal override string TitleOfAll => "Release what fields hold before they lose it";

    internal override bool NeedsWholeFile => true;

    internal override bool Concerns(Diagnostic diagnostic) => diagnostic.Properties.ContainsKey(DiagnosticProperties.Life);

    private protected override Repair? Mend(AnalyzedFile file, Finding finding)
    {
        if (finding is { Ending: null, Overwriting: null } || FieldRelease.Of(file, finding) is not { } release || finding.Exit!.Node.SyntaxTree != file.Tree)
        {
            return null;
        }

        var candidates = finding.Ending is { } ending ? AtTheEnd(file, finding, release, ending) : BeforeOverwriting(file, finding, release);
        return SingleRepair.First(file, finding, candidates);
    }

    private static IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> AtTheEnd(AnalyzedFile file, Finding finding, FieldRelease release, Ending ending)
    {
        var body = new Body(file);
        var insertion = new Insertion(file);
        var scope = finding.Exit!.Node.Span.End - 1;
        foreach (var call in release.Calls(release.Name, scope))
        {
            var title = $"Release with '{call.Name}' in '{ending.Method.Name}'";

            // Behind everything, if it does no harm where it was released already; else where nothing releases it.
            foreach (var statements in release.Statements(call, isSet: false, scope))
            {
                if (body.AtEnd(ending.Body, body.Lines(statements, ending.Body)) is { } edit)
                {
                    yield return (title, edit);
                }
            }

            foreach (var branch in Branches(finding, ending.Body))
            {
                foreach (var statements in release.Statements(call, isSet: false, scope).Concat(release.Statements(call, isSet: true, scope)))
                {
                    var lines = body.Lines(statements, branch);
                    var edit = branch switch
                    {
                        BlockSyntax block => body.AtEnd(block, lines),
                        ReturnStatementSyntax @return => insertion.Before(@return, lines),
                        _ => null,
                    };
                    if (edit is not null)
                    {
                        yield return (title, edit);
                    }
                }
            }
        }
    }

    // What the branches on the path lead to, the last first.
    private static IEnumerable<StatementSyntax> Branches(Finding finding, SyntaxNode body)
    {
        foreach (var step in finding.Path.Where(s => s.Kind == StepKind.Branch && body.Span.Contains(s.Node.Span)).Reverse())
        {
            if (step.Node.FirstAncestorOrSelf<IfStatementSyntax>() is { } @if && @if.Condition.Span.Contains(step.Node.Span))
            {
                yield return @if.Statement;
                if (@if.Else is { } other)
                {
                    yield return other.Statement;
                }
            }
        }
    }

    private static IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> BeforeOverwriting(AnalyzedFile file, Finding finding, FieldRelease release)
    {
        var body = new Body(file);
        var insertion = new Insertion(file);
        var node = finding.Exit!.Node;
        var declaration = node.AncestorsAndSelf().FirstOrDefault(a => a is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax);
        var statement = node.FirstAncestorOrSelf<StatementSyntax>();
        if (declaration is null || (statement is null && node.FirstAncestorOrSelf<ArrowExpressionClauseSyntax>()?.Parent != declaration))
        {
            yield break;
        }

        foreach (var call in release.Calls(release.Name, node.SpanStart))
        {
            foreach (var statements in release.Statements(call, isSet: false, node.SpanStart).Reverse())
            {
                var lines = body.Lines(statements, node);
                if ((statement is null ? body.BeforeExpression(declaration, lines) : insertion.Before(statement, lines)) is { } edit)
                {
                    yield return ($"Release with '{call.Name}' before '{release.Field.Name}' is overwritten", edit);
                }
            }
        }

        if (statement is ExpressionStatementSyntax && release.Field.Type is { IsReferenceType: true })
        {
            foreach (var edit in Later(file, release, statement, insertion, body))
            {
                yield return edit;
            }
        }
    }

    // When the call that takes the new one throws, the field has to go on holding the old one: that is kept and released afterwards.
    private static IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> Later(
        AnalyzedFile file, FieldRelease release, StatementSyntax statement, Insertion insertion, Body body)
    {
        var taken = new HashSet<string>(statement.FirstAncestorOrSelf<TypeDeclarationSyntax>()!.DescendantTokens().Select(t => t.ValueText), StringComparer.Ordinal);
        var name = Enumerable.Range(1, int.MaxValue).Select(i => i == 1 ? "previous" : "previous" + i).First(n => !taken.Contains(n));
        if (insertion.Before(statement, new[] { $"var {name} = {release.Name};" }) is not { Count: 1 } keeping)
        {
            yield break;
        }

        foreach (var call in release.Calls(name, statement.SpanStart))
        {
            foreach (var condition in new[] { null, $"{name} != null" })
            {
                var lines = body.Lines(new[] { new Statement(call.TakesFailure ? null : condition, new[] { call.Statement }) }, statement);
                yield return ($"Release with '{call.Name}' after '{release.Field.Name}' is overwritten", keeping.Concat(insertion.After(statement, lines)).ToList());
            }
        }
    }
}
