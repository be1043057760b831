using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Samples.Mutants;

/// <summary>Code that is put into mutants to see what they do.</summary>
internal static class Guard
{
    /// <summary>The statement that says that the mistake was come to.</summary>
    public const string Reached = "global::MutantGuard.HasReached = true;";

    /// <summary>The type that the statements are about.</summary>
    public const string Source = """
        public static class MutantGuard
        {
            public static bool HasReached;

            private static int rounds;

            public static void Begin()
            {
                HasReached = false;
                rounds = 0;
            }

            public static void Next()
            {
                if (System.Threading.Interlocked.Increment(ref rounds) > 2_000_000)
                    throw new System.TimeoutException("a loop does not end");
            }
        }
        """;

    /// <summary>Counts the rounds of all loops.</summary>
    public static SyntaxNode InLoops(SyntaxNode root) => new Loops().Visit(root);

    private sealed class Loops : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitForStatement(ForStatementSyntax node) =>
            base.VisitForStatement(node.WithStatement(Counted(node.Statement)));

        public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node) =>
            base.VisitWhileStatement(node.WithStatement(Counted(node.Statement)));

        public override SyntaxNode? VisitDoStatement(DoStatementSyntax node) =>
            base.VisitDoStatement(node.WithStatement(Counted(node.Statement)));

        private static StatementSyntax Counted(StatementSyntax body) =>
            SyntaxFactory.Block(SyntaxFactory.ParseStatement(" global::MutantGuard.Next(); "), body.WithoutTrivia());
    }
}
