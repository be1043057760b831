using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>What looks like contract attributes in one tree: found by their names in the text, and looked at in the syntax around the hits.</summary>
/// <remarks>
/// Depends on nothing but the tree, so that it can be kept for as long as the tree is. Another attribute of the same simple name
/// is taken for one of ours; that only costs a look at its member.
/// </remarks>
internal sealed class TreeAnnotations
{
    private static readonly ImmutableDictionary<string, Verb> VerbsByName = Vocabulary.Verbs
        .SelectMany(verb => new[] { (Name: verb.ToString(), Verb: verb), (Name: Vocabulary.AttributeOf(verb), Verb: verb) })
        .ToImmutableDictionary(entry => entry.Name, entry => entry.Verb, StringComparer.Ordinal);

    private static readonly NameScanner AttributeNames = new(VerbsByName.Keys);

    private static readonly TreeAnnotations None = new(new HashSet<Annotation>(), false, ImmutableDictionary<string, Verb>.Empty);

    private TreeAnnotations(HashSet<Annotation> seen, bool areOnLambdas, ImmutableDictionary<string, Verb> globalAliases)
    {
        Seen = seen.ToImmutableArray();
        AreOnLambdas = areOnLambdas;
        GlobalAliases = globalAliases;
    }

    public ImmutableArray<Annotation> Seen { get; }

    /// <summary>Whether lambdas, which have no name, carry an attribute.</summary>
    public bool AreOnLambdas { get; }

    /// <summary>Other names that this tree gives to contract attributes everywhere.</summary>
    public ImmutableDictionary<string, Verb> GlobalAliases { get; }

    public static TreeAnnotations Of(SyntaxTree tree, CancellationToken cancellationToken) =>
        Of(tree, AttributeNames, VerbsByName, cancellationToken);

    /// <summary>The attributes that go by the aliases of another tree.</summary>
    public static TreeAnnotations Of(SyntaxTree tree, ImmutableDictionary<string, Verb> aliases, CancellationToken cancellationToken) =>
        Of(tree, new NameScanner(aliases.Keys), aliases, cancellationToken);

    /// <summary>Whether a text mentions the name of a contract attribute.</summary>
    public static bool MayBeIn(SyntaxTree tree, CancellationToken cancellationToken) =>
        AttributeNames.Any(tree.GetText(cancellationToken), cancellationToken);

    /// <summary>The declarations in a tree that something like a contract attribute stands on or in.</summary>
    public static IEnumerable<SyntaxNode> Declarations(SyntaxNode root, CancellationToken cancellationToken)
    {
        var hits = new List<NameHit>();
        AttributeNames.Find(root.SyntaxTree.GetText(cancellationToken), hits, cancellationToken);
        return hits
            .Select(hit => AttributeAt(root, hit)?.FirstAncestorOrSelf<SyntaxNode>(AnnotatedName.IsDeclaration))
            .OfType<SyntaxNode>()
            .Distinct();
    }

    /// <summary>The token that a hit lies in, unless it lies in a comment or a text.</summary>
    public static SyntaxToken? TokenAt(SyntaxNode root, NameHit hit)
    {
        var token = root.FindToken(hit.Start);
        return token.IsKind(SyntaxKind.IdentifierToken) && token.Span.Contains(hit.Start) ? token : null;
    }

    private static TreeAnnotations Of(
        SyntaxTree tree, NameScanner scanner, ImmutableDictionary<string, Verb> verbs, CancellationToken cancellationToken)
    {
        var hits = new List<NameHit>();
        scanner.Find(tree.GetText(cancellationToken), hits, cancellationToken);
        if (hits.Count == 0)
        {
            return None;
        }

        var root = tree.GetRoot(cancellationToken);
        var seen = new HashSet<Annotation>();
        var areOnLambdas = false;
        var aliases = ImmutableDictionary<string, Verb>.Empty;
        var globalAliases = ImmutableDictionary<string, Verb>.Empty;
        foreach (var hit in hits)
        {
            if (AttributeAt(root, hit) is { } attribute)
            {
                seen.UnionWith(AnnotatedName.Of(attribute, verbs[hit.Name]));
                areOnLambdas |= attribute.FirstAncestorOrSelf<SyntaxNode>(AnnotatedName.IsDeclaration) is AnonymousFunctionExpressionSyntax;
            }
            else if (TokenAt(root, hit)?.Parent?.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { Alias.Name.Identifier.ValueText: var alias } directive
                && alias != hit.Name)
            {
                var isGlobal = !directive.GlobalKeyword.IsKind(SyntaxKind.None);
                (isGlobal ? ref globalAliases : ref aliases) = (isGlobal ? globalAliases : aliases).SetItem(alias, verbs[hit.Name]);
            }
        }

        if (!aliases.IsEmpty)
        {
            var aliased = Of(tree, aliases, cancellationToken);
            seen.UnionWith(aliased.Seen);
            areOnLambdas |= aliased.AreOnLambdas;
        }

        return new TreeAnnotations(seen, areOnLambdas, globalAliases);
    }

    // The attribute whose own name, rather than an argument, is mentioned there.
    private static AttributeSyntax? AttributeAt(SyntaxNode root, NameHit hit)
    {
        var node = TokenAt(root, hit)?.Parent;
        while (node is NameSyntax)
        {
            node = node.Parent;
        }

        return node as AttributeSyntax;
    }
}
