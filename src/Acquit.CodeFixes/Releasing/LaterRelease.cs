using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Flow;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Releasing;

/// <summary>A release that stands too early in a list of statements, and the places further down in the list that it may move to.</summary>
internal sealed class LaterRelease
{
    private readonly AnalyzedFile _file;
    private readonly ExpressionStatementSyntax _statement;
    private readonly IReadOnlyList<ExpressionSyntax> _names;
    private readonly IReadOnlyList<StatementSyntax> _following;
    private readonly int _lastUse;

    private LaterRelease(
        AnalyzedFile file, ExpressionStatementSyntax statement, string name, IReadOnlyList<ExpressionSyntax> names, IReadOnlyList<StatementSyntax> following, int lastUse)
    {
        _file = file;
        _statement = statement;
        _names = names;
        _following = following;
        _lastUse = lastUse;
        Name = name;
    }

    /// <summary>The name of what releases.</summary>
    public string Name { get; }

    /// <summary>Null where the use is not on the straight way down from the release, or the release does more than to give back.</summary>
    public static LaterRelease? Of(AnalyzedFile file, Finding finding)
    {
        if (finding.Resource?.ReleasedAt?.Syntax is not InvocationExpressionSyntax call || !PlainRelease.Is(call, file) ||
            CallSyntax.NameOf(call) is not { } name || StatementOf(call) is not { } statement ||
            file.Model.GetOperation(call, file.CancellationToken) is not IInvocationOperation operation)
        {
            return null;
        }

        var siblings = statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => default,
        };
        var following = siblings.Skip(siblings.IndexOf(statement) + 1).ToList();
        if (!following.Exists(s => s.Span.Contains(finding.Node.Span)))
        {
            return null;
        }

        // Each way has a report of its own; one move is for all of them.
        var uses = file.FindingsAround(finding.Node.Span)
            .Where(f => f.Kind == FindingKind.UsedAfterRelease && f.Resource?.ReleasedAt?.Syntax == call)
            .Select(f => f.Node)
            .ToList();
        return new LaterRelease(
            file, statement, name.Identifier.Text, Names(operation, statement, uses).ToList(), following,
            following.FindLastIndex(s => uses.Exists(use => s.Span.Contains(use.Span))));
    }

    /// <summary>The nearest place first.</summary>
    public IEnumerable<IReadOnlyList<TextChange>> Edits()
    {
        if (!_following.Take(_lastUse).All(s => IsHarmless(s, isLast: false)))
        {
            yield break;
        }

        for (var last = _lastUse; last < _following.Count && IsHarmless(_following[last], isLast: true); last++)
        {
            if (!IsCarriedOn(last) && MayGoAfter(_following[last]) && Edit(_following[last]) is { } edit)
            {
                yield return edit;
            }

            if (!IsHarmless(_following[last], isLast: false))
            {
                yield break;
            }
        }
    }

    private static ExpressionStatementSyntax? StatementOf(InvocationExpressionSyntax call) => call.Parent switch
    {
        ExpressionStatementSyntax statement => statement,
        ConditionalAccessExpressionSyntax { Parent: ExpressionStatementSyntax statement } access when access.WhenNotNull == call => statement,
        _ => null,
    };

    // What the release is given, and what the use names: none of them may mean something else by then, or be handed to anybody.
    private static IEnumerable<ExpressionSyntax> Names(IInvocationOperation release, ExpressionStatementSyntax statement, IReadOnlyList<SyntaxNode> uses)
    {
        var given = release.Arguments.Where(a => a.ArgumentKind == ArgumentKind.Explicit).Select(a => (a.Syntax as ArgumentSyntax)?.Expression ?? a.Value.Syntax);
        var on = statement.Expression is ConditionalAccessExpressionSyntax access ? access.Expression : release.Instance?.Syntax;
        return given.Append(on).OfType<ExpressionSyntax>().Concat(uses.SelectMany(u => u.DescendantNodesAndSelf()).OfType<IdentifierNameSyntax>().Where(IsFirst));
    }

    private static bool IsFirst(IdentifierNameSyntax name) =>
        !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name || name.Parent is MemberBindingExpressionSyntax or NameColonSyntax);

    // Nothing jumps out of what it moves past, takes or gives back anything there, or keeps what may be a part of it.
    private bool IsHarmless(StatementSyntax statement, bool isLast)
    {
        if (statement is ReturnStatementSyntax or ThrowStatementSyntax ? !isLast : !IsStraight(statement))
        {
            return false;
        }

        return statement.GetLeadingTrivia().All(t => !t.IsDirective) && !statement.DescendantTrivia().Any(t => t.IsDirective) &&
               statement.DescendantNodesAndSelf().All(IsHarmless) &&
               (MakesView(statement) || _names.All(n => HandOver.IsExcluded(n, statement.SpanStart, statement.Span.End, _file)));
    }

    // A span of it cannot be kept; the release goes behind what the span is used for.
    private bool MakesView(StatementSyntax statement) =>
        statement is LocalDeclarationStatementSyntax { Declaration: { Variables.Count: 1 } declaration } &&
        _file.Model.GetDeclaredSymbol(declaration.Variables[0], _file.CancellationToken) is ILocalSymbol { Type.IsRefLikeType: true, RefKind: RefKind.None };

    private bool IsStraight(StatementSyntax statement) =>
        statement is not (LocalFunctionStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword }) &&
        _file.Model.AnalyzeControlFlow(statement) is { Succeeded: true, EndPointIsReachable: true, ExitPoints.IsEmpty: true, EntryPoints.IsEmpty: true, ReturnStatements.IsEmpty: true };

    private bool IsHarmless(SyntaxNode node) => node switch
    {
        YieldStatementSyntax or ThrowExpressionSyntax or LabeledStatementSyntax or GotoStatementSyntax or AnonymousFunctionExpressionSyntax => false,
        ThrowStatementSyntax => _following.Contains(node),
        AssignmentExpressionSyntax { Left: var target } assignment => IsPlain(_file.Model.GetTypeInfo(target, _file.CancellationToken).Type) || IsLocal(target) || IsIndependent(assignment.Right),
        InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax => !Pairs(node),
        _ => true,
    };

    private bool Pairs(SyntaxNode call) =>
        _file.Model.GetSymbolInfo(call, _file.CancellationToken).Symbol is IMethodSymbol method &&
        _file.Contracts.Of(method) is { } contract && !(contract.Acquires.IsEmpty && contract.Releases.IsEmpty);

    private bool IsIndependent(ExpressionSyntax value) => Evaluation.IsIndependent(value, _file) && value is not IdentifierNameSyntax;

    private bool IsLocal(ExpressionSyntax target) => _file.Model.GetSymbolInfo(target, _file.CancellationToken).Symbol is ILocalSymbol;

    // What is computed up to there may be a part or a view of it, as long as it is not a number or a text.
    private bool IsCarriedOn(int last)
    {
        if (_following[last] is ReturnStatementSyntax { Expression: { } value })
        {
            var type = _file.Model.GetTypeInfo(value, _file.CancellationToken);
            return !IsPlain(type.Type ?? type.ConvertedType);
        }

        var flow = _following[last] is ThrowStatementSyntax ? null : _file.Model.AnalyzeDataFlow(_following[0], _following[last]);
        return flow is { Succeeded: true } && flow.DataFlowsOut.Any(v => v is not ILocalSymbol local || !IsPlain(local.Type));
    }

    private static bool IsPlain(ITypeSymbol? type) => type switch
    {
        { TypeKind: TypeKind.Enum } => true,

        // Numbers of these sizes are addresses as often as not.
        { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr or SpecialType.System_UInt64 } => false,
        { SpecialType: SpecialType.System_String or SpecialType.System_Boolean or SpecialType.System_Char or SpecialType.System_Decimal or SpecialType.System_DateTime } => true,
        { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_Double } => true,
        _ => false,
    };

    private bool MayGoAfter(StatementSyntax last) => _names.Where(n => !IsTypeName(n)).All(n => Stability.Holds(n, _statement, last.Span.End, _file));

    private bool IsTypeName(ExpressionSyntax name) => _file.Model.GetSymbolInfo(name, _file.CancellationToken).Symbol is INamespaceOrTypeSymbol;

    private IReadOnlyList<TextChange>? Edit(StatementSyntax last)
    {
        var layout = new Layout(_file);
        if (!layout.StartsLine(_statement.SpanStart) || layout.EndOfLineOf(_statement) is not { } end || !layout.StartsLine(last.SpanStart) ||
            layout.EndOfLineOf(last) is null || _statement.GetLeadingTrivia().Any(t => t.IsDirective))
        {
            return null;
        }

        // The comments right above it, and behind it, speak of it and go along.
        var start = StartWithComments();
        var indent = layout.IndentAt(_statement.SpanStart);
        var lines = _file.Text.ToString(TextSpan.FromBounds(start, end)).TrimEnd().Split('\n')
            .Select(l => l.TrimEnd('\r'))
            .Select(l => l.StartsWith(indent, StringComparison.Ordinal) ? l.Substring(indent.Length) : l)
            .ToList();
        var value = last switch
        {
            ReturnStatementSyntax @return => @return.Expression,
            ThrowStatementSyntax @throw => @throw.Expression,
            _ => null,
        };
        var insertion = last is not (ReturnStatementSyntax or ThrowStatementSyntax) ? new Insertion(_file).After(last, lines)
            : value is null ? null
            : LeavingValue.KeptIn(last, value, lines, _file);
        return insertion?.Append(new TextChange(TextSpan.FromBounds(WithBlankLine(start, end), end), "")).ToList();
    }

    // Of a blank line above and one below, one goes.
    private int WithBlankLine(int start, int end)
    {
        var lines = _file.Text.Lines;
        var above = lines.GetLineFromPosition(start).LineNumber - 1;
        return above >= 0 && string.IsNullOrWhiteSpace(lines[above].ToString()) && end < _file.Text.Length && string.IsNullOrWhiteSpace(lines.GetLineFromPosition(end).ToString())
            ? lines[above].Start
            : start;
    }

    private int StartWithComments()
    {
        var lines = _file.Text.Lines;
        var line = lines.GetLineFromPosition(_statement.SpanStart).LineNumber;
        while (line > 0 && _statement.FullSpan.Contains(lines[line - 1].Start) && lines[line - 1].ToString().TrimStart().StartsWith("//", StringComparison.Ordinal))
        {
            line--;
        }

        return lines[line].Start;
    }
}
