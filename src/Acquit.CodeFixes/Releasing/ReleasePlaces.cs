using Acquit.Analyzers.Flow;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Releasing;

/// <summary>Where a release may be put so that an exit no longer leaks, and the edits that put it there; the plainest first.</summary>
internal sealed class ReleasePlaces
{
    private readonly AnalyzedFile _file;
    private readonly Finding _open;
    private readonly Acquisition _acquisition;
    private readonly Layout _layout;
    private readonly Insertion _insertion;

    private ReleasePlaces(AnalyzedFile file, Finding open, Acquisition acquisition)
    {
        _file = file;
        _open = open;
        _acquisition = acquisition;
        _layout = new Layout(file);
        _insertion = new Insertion(file);
    }

    /// <param name="Before">The statement that the release goes before; null for the end of the block.</param>
    /// <param name="IsUnsettled">Whether the acquire may have failed when the place is reached.</param>
    private sealed record Place(string Words, StatementSyntax? Before, BlockSyntax? EndOf, bool IsUnsettled)
    {
        public int Position => Before?.SpanStart ?? EndOf!.CloseBraceToken.SpanStart;

        /// <summary>A position at which the names that the release can use are in scope.</summary>
        public int Scope => Before?.SpanStart ?? (EndOf!.Statements.Count > 0 ? EndOf.Statements.Last().SpanStart : Position);

        public SyntaxNode Node => (SyntaxNode?)Before ?? EndOf!;
    }

    public static IEnumerable<(ReleaseCall Call, string Where, IReadOnlyList<TextChange> Edit)> Of(
        AnalyzedFile file, Finding open, Acquisition acquisition) => new ReleasePlaces(file, open, acquisition).Edits();

    private IEnumerable<(ReleaseCall Call, string Where, IReadOnlyList<TextChange> Edit)> Edits()
    {
        var places = Places().ToList();
        if (_open.Resource!.Gathered)
        {
            foreach (var place in places)
            {
                foreach (var (call, lines) in GatheredRelease.Of(_file, _open, _acquisition, place.Position, place.Scope, place.Node))
                {
                    if (Edit(place, lines) is { } edit)
                    {
                        yield return (call, place.Words, edit);
                    }
                }
            }

            yield break;
        }

        if (PartByPart.IsTaken(_open.Resource, _acquisition, _file))
        {
            yield break;
        }

        places.RemoveAll(p => PartByPart.IsGivenBackBefore(p.Position, _acquisition, _file));
        foreach (var isGuarded in new[] { false, true })
        {
            foreach (var place in places)
            {
                foreach (var call in Calls(place).Where(c => isGuarded || c.TakesFailure || !place.IsUnsettled))
                {
                    var condition = isGuarded ? SuccessTest.Of(_acquisition, place.Position) : null;
                    if (isGuarded && condition is null)
                    {
                        continue;
                    }

                    var lines = condition is null ? new[] { call.Statement } : _layout.Conditional(condition, call.Statement, place.Node);
                    if (Edit(place, lines) is { } edit)
                    {
                        yield return (call, place.Words, edit);
                    }
                }
            }
        }
    }

    private IEnumerable<ReleaseCall> Calls(Place place)
    {
        var holder = Name(_acquisition.Holder, _open.Holder, place.Position);
        var count = Name(_acquisition.Count, _open.ExpectedCount, place.Position);
        if (holder is null && _acquisition.Clause.Target.Kind != Analyzers.Contracts.TargetKind.Ambient)
        {
            return Enumerable.Empty<ReleaseCall>();
        }

        return new ReleaseCalls(_file, _acquisition, _open.Resource!, place.Position, place.Scope).For(new Held(holder, count));
    }

    // What the code calls it, as long as it still means that; else another name that the analysis knows.
    private ExpressionSyntax? Name(ExpressionSyntax? written, string? known, int place)
    {
        if (written is not null && _acquisition.IsStable(written, place))
        {
            return written;
        }

        var other = known is null ? null : SyntaxFactory.ParseExpression(known);
        return other is not null && _acquisition.IsStable(other, place) ? other : null;
    }

    private IEnumerable<Place> Places()
    {
        if (_open.Kind == FindingKind.HeldAtExit && !_open.IsExitMixed && Exit(_open.Exit!) is { } exit)
        {
            yield return exit;
        }

        var others = _open.Kind == FindingKind.Lost ? Overwriting().Concat(BlockEnds()).Concat(Jumps()) : Jumps().Concat(BlockEnds());
        foreach (var place in others)
        {
            // Who has it on the way to such a place is not known, so it must not have been handed to anybody.
            if (_acquisition.Holder is null || HandOver.IsExcluded(_acquisition.Holder, _acquisition.Call.Span.End, place.Position, _file))
            {
                yield return place;
            }
        }
    }

    private Place? Exit(MethodExit exit) => exit switch
    {
        { Node: ReturnStatementSyntax statement } => new Place("before returning", statement, null, _open.IsExitUnsettled),
        { Node: ThrowStatementSyntax statement } => new Place("before throwing", statement, null, _open.IsExitUnsettled),
        { Kind: ExitKind.End } => BodyOf(exit.Node) is { } body ? new Place("at the end", null, body, _open.IsExitUnsettled) : null,
        _ => null,
    };

    private static BlockSyntax? BodyOf(SyntaxNode node) => node switch
    {
        BlockSyntax block => block,
        BaseMethodDeclarationSyntax method => method.Body,
        AccessorDeclarationSyntax accessor => accessor.Body,
        LocalFunctionStatementSyntax local => local.Body,
        AnonymousFunctionExpressionSyntax lambda => lambda.Block,
        _ => null,
    };

    // Jumps that the branches on the path take: release before the goto, not at the label that others come to as well.
    private IEnumerable<Place> Jumps()
    {
        foreach (var step in _open.Path.Where(s => s.Kind == StepKind.Branch).Reverse())
        {
            if (step.Node.FirstAncestorOrSelf<IfStatementSyntax>() is { } @if && @if.Condition.Span.Contains(step.Node.Span))
            {
                foreach (var branch in new[] { @if.Statement, @if.Else?.Statement }.OfType<StatementSyntax>())
                {
                    var last = branch is BlockSyntax { Statements.Count: > 0 } block ? block.Statements.Last() : branch;
                    if (last is GotoStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax)
                    {
                        yield return new Place("before leaving", last, null, _open.IsUnsettled);
                    }
                }
            }
        }
    }

    // The blocks that are left with the resource before the method is.
    private IEnumerable<Place> BlockEnds() =>
        _acquisition.Call.Ancestors()
            .TakeWhile(a => a is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax))
            .OfType<BlockSyntax>()
            .Where(b => b.Parent is StatementSyntax or ElseClauseSyntax && b.Statements.Last() != _acquisition.Statement)
            .Select(b => new Place("at the end of the block", null, b, _open.IsUnsettled));

    private IEnumerable<Place> Overwriting() =>
        _open.Exit!.Node.FirstAncestorOrSelf<StatementSyntax>() is { } statement && statement != _acquisition.Statement && !Reads(statement)
            ? new[] { new Place("before it is lost", statement, null, _open.IsUnsettled) }
            : Enumerable.Empty<Place>();

    // What takes its place may be made of it.
    private bool Reads(StatementSyntax statement)
    {
        var names = new[] { _acquisition.Holder?.ToString(), _open.Holder };
        return statement.DescendantNodes().OfType<ExpressionSyntax>().Any(e =>
            names.Contains(e.ToString()) && !(e.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && assignment.Left == e) &&
            e.Parent is not ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword });
    }

    private IReadOnlyList<TextChange>? Edit(Place place, IReadOnlyList<string> lines)
    {
        if (place.EndOf is { } block)
        {
            return ReleaseOrder.TrailingIn(block, _acquisition, _file) is { } earlier
                ? _insertion.Before(earlier, lines)
                : _insertion.AtEnd(block, lines);
        }

        var statement = place.Before!;
        var value = statement switch
        {
            ReturnStatementSyntax @return => @return.Expression,
            ThrowStatementSyntax @throw => @throw.Expression,
            _ => null,
        };
        if (value is null || Evaluation.IsIndependent(value, _file))
        {
            return _insertion.Before(ReleaseOrder.PrecedingOf(statement, _acquisition, _file) ?? statement, lines);
        }

        return LeavingValue.KeptIn(statement, value, lines, _file);
    }
}
