using Acquit.Analyzers.Flow;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Releasing;

/// <summary>
/// Ways to release through the labels of a method that unwinds by goto: to a label that releases, to a release that gets one, or to a new
/// one above those that are there.
/// </summary>
internal sealed class UnwindingLabels
{
    private readonly AnalyzedFile _file;
    private readonly Finding _open;
    private readonly Acquisition _acquisition;
    private readonly Insertion _insertion;
    private readonly Layout _layout;
    private readonly BlockSyntax _block;
    private readonly List<LabeledStatementSyntax> _labels;

    private UnwindingLabels(AnalyzedFile file, Finding open, Acquisition acquisition, BlockSyntax block)
    {
        _file = file;
        _open = open;
        _acquisition = acquisition;
        _insertion = new Insertion(file);
        _layout = new Layout(file);
        _block = block;
        var targets = new HashSet<string>(
            block.DescendantNodes().OfType<GotoStatementSyntax>().Select(g => (g.Expression as IdentifierNameSyntax)?.Identifier.ValueText ?? ""), StringComparer.Ordinal);
        _labels = block.Statements.OfType<LabeledStatementSyntax>()
            .Where(l => targets.Contains(l.Identifier.ValueText) && _layout.StartsLine(l.SpanStart) && OnlyUnwinds(l))
            .ToList();
    }

    /// <summary>The plainest first; none where the method does not unwind by goto.</summary>
    public static IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> Of(AnalyzedFile file, Finding open, Acquisition acquisition)
    {
        var block = acquisition.Call.Ancestors()
            .TakeWhile(a => a is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax))
            .OfType<BlockSyntax>()
            .LastOrDefault();
        if (block is null || open.Kind != FindingKind.HeldAtExit || open.Exit is not { } exit)
        {
            return Enumerable.Empty<(string, IReadOnlyList<TextChange>)>();
        }

        var labels = new UnwindingLabels(file, open, acquisition, block);
        return labels._labels.Count == 0 ? Enumerable.Empty<(string, IReadOnlyList<TextChange>)>()
            : exit.Node is ReturnStatementSyntax @return && labels.TailAt(@return) is null ? labels.InPlaceOf(@return)
            : labels.Jumps().SelectMany(labels.Redirected);
    }

    private IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> InPlaceOf(ReturnStatementSyntax @return)
    {
        foreach (var label in _labels)
        {
            if (Leaving(@return, label, label.Identifier.ValueText) is { } jump)
            {
                yield return ($"Release at '{label.Identifier.ValueText}', by a jump there", jump);
            }
        }

        foreach (var (label, name, above, words) in _labels.SelectMany(NewAbove))
        {
            if (Leaving(@return, label, name) is { } jump)
            {
                yield return (words, jump.Concat(above).ToList());
            }
        }
    }

    private IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> Redirected(GotoStatementSyntax jump)
    {
        if (_labels.Find(l => jump.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == l.Identifier.ValueText) is not { } target)
        {
            yield break;
        }

        foreach (var label in _labels.Where(l => l.SpanStart < target.SpanStart).Reverse())
        {
            yield return ($"Release at '{label.Identifier.ValueText}', by a jump there", Without(target, jump).Append(new TextChange(jump.Expression!.Span, label.Identifier.ValueText)).ToList());
        }

        foreach (var (call, below) in Below(target, jump))
        {
            yield return ($"Release with '{call}' at '{target.Identifier.ValueText}'", below);
        }

        foreach (var (_, name, above, words) in NewAbove(target))
        {
            yield return (words, above.Concat(Without(target, jump)).Append(new TextChange(jump.Expression!.Span, name)).ToList());
        }
    }

    // A label that nobody jumps to any more goes, with its line.
    private IEnumerable<TextChange> Without(LabeledStatementSyntax label, GotoStatementSyntax jump)
    {
        bool IsOther(GotoStatementSyntax other) => other != jump && other.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == label.Identifier.ValueText;

        var between = label.ColonToken.TrailingTrivia.Concat(label.Statement.GetLeadingTrivia());
        return _block.DescendantNodes().OfType<GotoStatementSyntax>().Any(IsOther) || !between.All(t => t.IsKind(SyntaxKind.WhitespaceTrivia) || t.IsKind(SyntaxKind.EndOfLineTrivia))
            ? Enumerable.Empty<TextChange>()
            : new[] { new TextChange(TextSpan.FromBounds(label.SpanStart, label.Statement.SpanStart), _layout.StartsLine(label.Statement.SpanStart) ? _layout.IndentAt(label.Statement.SpanStart).Substring(Math.Min(_layout.IndentAt(label.SpanStart).Length, _layout.IndentAt(label.Statement.SpanStart).Length)) : "") };
    }

    // The gotos that the branches on the path take, the last first; where several ways are one to the analysis, all after the acquire.
    private IEnumerable<GotoStatementSyntax> Jumps() => OnPath()
        .Concat(_block.DescendantNodes().OfType<GotoStatementSyntax>().Where(g => g.SpanStart > _acquisition.Call.Span.End))
        .Where(g => g.IsKind(SyntaxKind.GotoStatement))
        .Distinct();

    private IEnumerable<GotoStatementSyntax> OnPath() => _open.Path
        .Where(s => s.Kind == StepKind.Branch)
        .Reverse()
        .Select(s => s.Node.FirstAncestorOrSelf<IfStatementSyntax>(i => i.Condition.Span.Contains(s.Node.Span)))
        .OfType<IfStatementSyntax>()
        .SelectMany(i => new[] { i.Statement, i.Else?.Statement })
        .OfType<StatementSyntax>()
        .Select(s => s is BlockSyntax { Statements.Count: > 0 } block ? block.Statements.Last() : s)
        .OfType<GotoStatementSyntax>();

    // What is returned has to be what is returned below the label.
    private IReadOnlyList<TextChange>? Leaving(ReturnStatementSyntax @return, LabeledStatementSyntax label, string name)
    {
        var jump = $"goto {name};";
        var end = EndOf(label);
        if (end?.Expression is not { } result)
        {
            return @return.Expression is null ? new[] { new TextChange(@return.Span, jump) } : null;
        }

        return @return.Expression is not { } value ? null
            : value.ToString() == result.ToString() ? new[] { new TextChange(@return.Span, jump) }
            : result is IdentifierNameSyntax variable && _insertion.Before(@return, new[] { $"{variable.Identifier.Text} = {value};" }) is { } before
                ? before.Append(new TextChange(@return.Span, jump)).ToList()
                : null;
    }

    private IEnumerable<(LabeledStatementSyntax Label, string Name, IReadOnlyList<TextChange> Edit, string Words)> NewAbove(LabeledStatementSyntax label)
    {
        var index = _block.Statements.IndexOf(label);
        var indent = _layout.IndentAt(label.SpanStart);
        var released = _block.Statements.Take(index).Reverse().TakeWhile(s => IsRelease(s)).ToList();
        foreach (var statement in released.Where(s => _layout.StartsLine(s.SpanStart)))
        {
            var call = (InvocationExpressionSyntax)((ExpressionStatementSyntax)statement).Expression;
            if (ScopedReleases.Releases(call, _acquisition.Holder, _acquisition.Clause.Kind, _file) && CallSyntax.NameOf(call) is { } name)
            {
                var labelled = NameFor(name.Identifier.ValueText);
                var start = statement.SpanStart - _layout.IndentAt(statement.SpanStart).Length;
                yield return (label, labelled, new[] { new TextChange(new TextSpan(start, 0), indent + labelled + ":" + _layout.LineEnd) }, $"Release at a label '{labelled}' on '{call}', by a jump there");
            }
        }

        // What is above must not run on into it.
        if (index == 0 || _block.Statements[index - 1] is not (ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax))
        {
            yield break;
        }

        var place = label.SpanStart - indent.Length;
        var inner = _layout.StartsLine(label.Statement.SpanStart) ? _layout.IndentAt(label.Statement.SpanStart) : indent + _layout.StepAt(_block);
        foreach (var call in Releases(place, label.SpanStart))
        {
            var name = NameFor(call.Name);
            var lines = indent + name + ":" + _layout.LineEnd + inner + call.Statement + _layout.LineEnd;
            yield return (label, name, new[] { new TextChange(new TextSpan(place, 0), lines) }, $"Release with '{call.Name}' at a new label '{name}'");
        }
    }

    // At the label as it is, where all that come there hold it.
    private IEnumerable<(string Call, IReadOnlyList<TextChange> Edit)> Below(LabeledStatementSyntax label, GotoStatementSyntax jump)
    {
        var between = TextSpan.FromBounds(label.ColonToken.Span.End, label.Statement.SpanStart);
        if (label.Statement is LabeledStatementSyntax || label.Statement.GetLeadingTrivia().Concat(label.ColonToken.TrailingTrivia).Any(t => t.IsDirective))
        {
            yield break;
        }

        var isBelow = _layout.StartsLine(label.Statement.SpanStart);
        var inner = isBelow ? _layout.IndentAt(label.Statement.SpanStart) : _layout.IndentAt(label.SpanStart) + _layout.StepAt(_block);
        foreach (var call in Releases(label.Statement.SpanStart, jump.SpanStart))
        {
            yield return (call.Name, new[]
            {
                isBelow ? new TextChange(new TextSpan(label.Statement.SpanStart, 0), call.Statement + _layout.LineEnd + inner)
                : new TextChange(between, _layout.LineEnd + inner + call.Statement + _layout.LineEnd + inner),
            });
        }
    }

    private IEnumerable<ReleaseCall> Releases(int place, int scope)
    {
        var holder = _acquisition.Holder is { } written && _acquisition.IsStable(written, place) ? written : null;
        var count = _acquisition.Count is { } many && _acquisition.IsStable(many, place) ? many : null;
        return new ReleaseCalls(_file, _acquisition, _open.Resource!, place, scope).For(new Held(holder, count));
    }

    // In the manner of the labels that are there.
    private string NameFor(string release)
    {
        var others = _labels.Select(l => l.Identifier.ValueText).ToList();
        var name = others.Exists(o => o.Contains('_')) || others.TrueForAll(o => o == o.ToLowerInvariant())
            ? string.Concat(release.Select((c, i) => char.IsUpper(c) ? (i > 0 && !char.IsUpper(release[i - 1]) ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()))
            : char.IsLower(others[0][0]) ? char.ToLowerInvariant(release[0]) + release.Substring(1) : release;
        var taken = new HashSet<string>(_block.DescendantNodes().OfType<LabeledStatementSyntax>().Select(l => l.Identifier.ValueText), StringComparer.Ordinal);
        return Enumerable.Range(1, int.MaxValue).Select(i => i == 1 ? name : name + i).First(n => !taken.Contains(n) && SyntaxFacts.GetKeywordKind(n) == SyntaxKind.None);
    }

    // Nothing but releases comes below it before the method is left.
    private bool OnlyUnwinds(LabeledStatementSyntax label)
    {
        foreach (var statement in Below(label))
        {
            switch (statement)
            {
                case ReturnStatementSyntax { Expression: var value }:
                    return value is null || Evaluation.IsIndependent(value, _file);
                case EmptyStatementSyntax:
                    continue;
                default:
                    if (!IsRelease(statement is IfStatementSyntax { Else: null } @if ? Only(@if.Statement) : statement))
                    {
                        return false;
                    }

                    break;
            }
        }

        return _block.Parent is not (StatementSyntax or ElseClauseSyntax);
    }

    private ReturnStatementSyntax? EndOf(LabeledStatementSyntax label) => Below(label).OfType<ReturnStatementSyntax>().FirstOrDefault();

    private LabeledStatementSyntax? TailAt(ReturnStatementSyntax @return) => _labels.Find(l => EndOf(l) == @return);

    private IEnumerable<StatementSyntax> Below(LabeledStatementSyntax label) =>
        _block.Statements.Skip(_block.Statements.IndexOf(label)).Select(s =>
        {
            var statement = s;
            while (statement is LabeledStatementSyntax inner)
            {
                statement = inner.Statement;
            }

            return statement;
        });

    private static StatementSyntax Only(StatementSyntax statement) => statement is BlockSyntax { Statements.Count: 1 } block ? block.Statements[0] : statement;

    private bool IsRelease(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } && PlainRelease.Is(call, _file);
}
