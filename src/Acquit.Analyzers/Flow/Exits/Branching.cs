using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow;

/// <summary>The statement that runs when a condition has come out true or false.</summary>
internal static class Branching
{
    public static bool IsCondition(SyntaxNode node) =>
        node.Parent is IfStatementSyntax or WhileStatementSyntax or ForStatementSyntax or SwitchLabelSyntax or WhenClauseSyntax or
            ParenthesizedExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax;

    /// <summary>Null when nothing follows, or what follows is not known.</summary>
    public static StatementSyntax? Taken(SyntaxNode condition, bool outcome)
    {
        for (var node = condition; node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case ParenthesizedExpressionSyntax:
                    continue;
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }:
                    outcome = !outcome;
                    continue;

                // Of a conjunction that is true, and a disjunction that is false, the last part was asked; of any other, the rest was not.
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } conjunction when !outcome || conjunction.Right == node:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } disjunction when outcome || disjunction.Right == node:
                    continue;
                case IfStatementSyntax @if:
                    return outcome ? @if.Statement : @if.Else?.Statement ?? Exits.Following(@if);
                case WhileStatementSyntax @while:
                    return outcome ? @while.Statement : Exits.Following(@while);
                case ForStatementSyntax @for:
                    return outcome ? @for.Statement : Exits.Following(@for);
                case CasePatternSwitchLabelSyntax { WhenClause: not null } guarded when outcome && guarded.Pattern == node:
                    return null;
                case WhenClauseSyntax { Parent: SwitchLabelSyntax guarded }:
                    return Section(guarded, outcome);
                case SwitchLabelSyntax label:
                    return Section(label, outcome);
                default:
                    return null;
            }
        }

        return null;
    }

    // What is not in the last case either is in the default, or after the switch. Before that, other cases are asked.
    private static StatementSyntax? Section(SwitchLabelSyntax label, bool outcome)
    {
        if (outcome)
        {
            return ((SwitchSectionSyntax)label.Parent!).Statements.FirstOrDefault();
        }

        var @switch = label.FirstAncestorOrSelf<SwitchStatementSyntax>()!;
        var labels = @switch.Sections.SelectMany(section => section.Labels);
        if (labels.Last(other => other is not DefaultSwitchLabelSyntax) != label)
        {
            return null;
        }

        return labels.OfType<DefaultSwitchLabelSyntax>().FirstOrDefault() is { Parent: SwitchSectionSyntax section }
            ? section.Statements.FirstOrDefault()
            : Exits.Following(@switch);
    }
}
