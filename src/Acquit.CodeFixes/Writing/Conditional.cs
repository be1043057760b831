using Acquit.CodeFixes.Trying;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Writing;

/// <summary>Puts a condition around a statement.</summary>
internal sealed class Conditional
{
    private readonly AnalyzedFile _file;
    private readonly Layout _layout;

    public Conditional(AnalyzedFile file)
    {
        _file = file;
        _layout = new Layout(file);
    }

    /// <summary>The statement keeps its comments: those above it stand above the condition then.</summary>
    public IReadOnlyList<TextChange> Around(StatementSyntax statement, string condition)
    {
        if (!_layout.StartsLine(statement.SpanStart) || _layout.EndOfLineOf(statement) is not { } end)
        {
            return new[] { new TextChange(new TextSpan(statement.SpanStart, 0), $"if ({condition}) ") };
        }

        var indent = _layout.IndentAt(statement.SpanStart);
        var lines = _layout.Conditional(condition, "", statement);
        var step = _layout.StepAt(statement);
        var head = string.Concat(lines.TakeWhile(l => l.Trim().Length > 0).Select(l => l + _layout.LineEnd + indent)) + step;
        var tail = string.Concat(lines.SkipWhile(l => l.Trim().Length > 0).Skip(1).Select(l => indent + l + _layout.LineEnd));
        var changes = new List<TextChange> { new(new TextSpan(statement.SpanStart, 0), head) };
        if (tail.Length > 0)
        {
            changes.Add(new TextChange(new TextSpan(end, 0), tail + (IsFollowedAtOnce(end) ? _layout.LineEnd : "")));
        }

        return changes;
    }

    // A block is set off from the statement below it.
    private bool IsFollowedAtOnce(int end) =>
        end < _file.Text.Length && _file.Text.Lines.GetLineFromPosition(end).ToString().Trim() is { Length: > 0 } next && next[0] != '}';
}
