using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Samples.Mutants;

/// <summary>One mistake, put into a driver that has none.</summary>
/// <param name="Sort">What is done to the driver, in words: "a release left out".</param>
/// <param name="Tree">The driver's file.</param>
/// <param name="Edits">The statements that are replaced, and what stands in their place.</param>
internal sealed record Mutation(string Sort, SyntaxTree Tree, ImmutableDictionary<StatementSyntax, string> Edits)
{
    public int Line => Edits.Keys.Min(statement => statement.GetLocation().GetLineSpan().StartLinePosition.Line) + 1;

    public static Mutation Of(string sort, StatementSyntax statement, string instead) =>
        new(sort, statement.SyntaxTree, ImmutableDictionary<StatementSyntax, string>.Empty.Add(statement, instead));

    /// <summary>The text of the file as its author would have written it.</summary>
    public string ToRead() => Changed(instead => instead).ToFullString();

    /// <summary>The same, made to tell whether the mistake is come to, and to end if it makes a loop go on for ever.</summary>
    public string ToRun() => Guard.InLoops(Changed(instead => Guard.Reached + " " + instead)).ToFullString();

    public override string ToString() =>
        $"{Sort}: {Tree.FilePath}({Line}) {string.Join(" and ", Edits.OrderBy(edit => edit.Key.SpanStart).Select(edit => $"'{Short(edit.Key.ToString())}' -> '{Short(edit.Value)}'"))}";

    private static string Short(string code) => string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // In a block of its own, so that what stands around it, a label or an if without braces, stays what it is about.
    private SyntaxNode Changed(Func<string, string> write) => Tree.GetRoot().ReplaceNodes(
        Edits.Keys, (statement, _) => SyntaxFactory.ParseStatement($"{{ {write(Edits[statement])} }}", options: Tree.Options).WithTriviaFrom(statement));
}
