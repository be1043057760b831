using Acquit.Analyzers.Flow;
using Acquit.CodeFixes.Trying;
using Acquit.CodeFixes.Writing;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.CodeFixes.Releasing;

/// <summary>A wait that can be called off goes before the try block whose <c>finally</c> does nothing but give back what it has taken.</summary>
internal static class OutOfTheTry
{
    public static IEnumerable<(string Title, IReadOnlyList<TextChange> Edit)> Of(AnalyzedFile file, Finding finding, ExpressionStatementSyntax release)
    {
        if (finding.Resource?.CalledOffAt?.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Parent: BlockSyntax { Parent: TryStatementSyntax @try } block } wait &&
            block == @try.Block && block.Statements[0] == wait && block.Statements.Count > 1 && @try is { Catches.Count: 0, Finally.Block.Statements: { Count: 1 } last } && last[0] == release &&
            new Removal(file).Of(wait) is { } removal && new Insertion(file).Before(@try, new[] { wait.ToString() }) is { } insertion)
        {
            yield return ("Wait before the try block", insertion.Append(removal).ToList());
        }
    }
}
