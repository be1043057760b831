using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Contexts;

/// <summary>
/// The names by which code may come to a context-bound call: those of the calls, of members whose text has one of these in it, and so
/// on. A body that mentions none of them need not be bound. Only texts are looked at. Safe to use from several threads.
/// </summary>
internal sealed class LeadingNames
{
    private readonly Once<NameScanner> _scanner;

    /// <param name="bound">The names of members that are bound to contexts.</param>
    public LeadingNames(IEnumerable<SyntaxTree> trees, ICollection<string> bound) =>
        _scanner = new Once<NameScanner>(token => Find(trees, bound, token));

    public bool AreIn(SyntaxNode declaration, CancellationToken cancellationToken) => _scanner.Get(cancellationToken)
        .Any(declaration.SyntaxTree.GetText(cancellationToken), declaration.Span, cancellationToken);

    private static NameScanner Find(IEnumerable<SyntaxTree> trees, ICollection<string> bound, CancellationToken cancellationToken)
    {
        var all = new HashSet<string>(bound, StringComparer.Ordinal);
        var latest = new List<string>(all);
        while (latest.Count > 0)
        {
            var scanner = new NameScanner(latest);
            latest = trees.SelectMany(tree => Around(tree, scanner, cancellationToken)).Where(all.Add).ToList();
        }

        return new NameScanner(all);
    }

    private static IEnumerable<string> Around(SyntaxTree tree, NameScanner scanner, CancellationToken cancellationToken)
    {
        var hits = new List<NameHit>();
        scanner.Find(tree.GetText(cancellationToken), hits, cancellationToken);
        if (hits.Count == 0)
        {
            yield break;
        }

        var root = tree.GetRoot(cancellationToken);
        foreach (var hit in hits)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var token = root.FindToken(hit.Start);
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.SpanStart == hit.Start && token.Parent is SimpleNameSyntax name && CalledAs(name) is { } caller)
            {
                yield return caller;
            }
        }
    }

    // The name by which the code around is called. A constructor goes by that of its type.
    private static string? CalledAs(SyntaxNode node)
    {
        for (var n = node; n is not null; n = n.Parent)
        {
            switch (n)
            {
                case LocalFunctionStatementSyntax local:
                    return local.Identifier.ValueText;
                case ConstructorDeclarationSyntax constructor:
                    return constructor.Identifier.ValueText;
                case MethodDeclarationSyntax method:
                    return method.Identifier.ValueText;
                case PropertyDeclarationSyntax property:
                    return property.Identifier.ValueText;
                case MemberDeclarationSyntax or AttributeSyntax:
                    return null;
            }
        }

        return null;
    }
}
