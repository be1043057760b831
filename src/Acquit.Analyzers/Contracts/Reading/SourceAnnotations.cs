using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>Finds contract attributes in source by their names in the text, and what they stand on by the syntax around the hits.</summary>
internal sealed class SourceAnnotations
{
    private static readonly ImmutableDictionary<string, Verb> VerbsByName = Vocabulary.Verbs
        .SelectMany(verb => new[] { (Name: verb.ToString(), Verb: verb), (Name: Vocabulary.AttributeOf(verb), Verb: verb) })
        .ToImmutableDictionary(entry => entry.Name, entry => entry.Verb, StringComparer.Ordinal);

    private static readonly NameScanner AttributeNames = new(VerbsByName.Keys);

    private readonly CancellationToken _cancellationToken;
    private readonly HashSet<Annotation> _seen = new();
    private readonly ImmutableHashSet<SyntaxTree>.Builder _lambdaTrees = ImmutableHashSet.CreateBuilder<SyntaxTree>();
    private readonly Dictionary<string, Verb> _aliasesEverywhere = new(StringComparer.Ordinal);

    private SourceAnnotations(CancellationToken cancellationToken) => _cancellationToken = cancellationToken;

    /// <summary>Whether the source of a compilation brings contract attributes of its own.</summary>
    public static bool DefinesAttributes(Compilation compilation) =>
        compilation.Assembly.NamespaceNames.Contains(Vocabulary.Namespace)
        && Vocabulary.Verbs.Any(verb =>
            compilation.Assembly.GetTypeByMetadataName(Vocabulary.Namespace + "." + Vocabulary.AttributeOf(verb)) is not null);

    /// <summary>What looks like a contract attribute in any tree. Another attribute of the same simple name only costs a look at its member.</summary>
    public static (ImmutableArray<Annotation> Seen, ImmutableHashSet<SyntaxTree> LambdaTrees) Read(
        Compilation compilation, CancellationToken cancellationToken)
    {
        var reader = new SourceAnnotations(cancellationToken);
        foreach (var tree in compilation.SyntaxTrees)
        {
            reader.Read(tree);
        }

        if (reader._aliasesEverywhere.Count > 0)
        {
            var aliasNames = new NameScanner(reader._aliasesEverywhere.Keys);
            foreach (var tree in compilation.SyntaxTrees)
            {
                reader.Read(tree, aliasNames, reader._aliasesEverywhere, aliases: null);
            }
        }

        return (reader._seen.ToImmutableArray(), reader._lambdaTrees.ToImmutable());
    }

    /// <summary>Whether a text mentions the name of a contract attribute.</summary>
    public static bool AreMentionedIn(SyntaxTree tree, CancellationToken cancellationToken) =>
        AttributeNames.Any(tree.GetText(cancellationToken), cancellationToken);

    /// <summary>The declarations in a tree that something like a contract attribute stands on or in.</summary>
    public static IEnumerable<SyntaxNode> AnnotatedIn(SyntaxNode root, CancellationToken cancellationToken)
    {
        var hits = new List<NameHit>();
        AttributeNames.Find(root.SyntaxTree.GetText(cancellationToken), hits, cancellationToken);
        return hits
            .Select(hit => AttributeAt(root, hit))
            .OfType<AttributeSyntax>()
            .Select(attribute => attribute.FirstAncestorOrSelf<SyntaxNode>(AnnotatedName.IsDeclaration))
            .OfType<SyntaxNode>()
            .Distinct();
    }

    private void Read(SyntaxTree tree)
    {
        var aliases = new Dictionary<string, Verb>(StringComparer.Ordinal);
        Read(tree, AttributeNames, VerbsByName, aliases);
        if (aliases.Count > 0)
        {
            Read(tree, new NameScanner(aliases.Keys), aliases, aliases: null);
        }
    }

    private void Read(
        SyntaxTree tree, NameScanner scanner, IReadOnlyDictionary<string, Verb> verbs, Dictionary<string, Verb>? aliases)
    {
        var hits = new List<NameHit>();
        scanner.Find(tree.GetText(_cancellationToken), hits, _cancellationToken);
        if (hits.Count == 0)
        {
            return;
        }

        var root = tree.GetRoot(_cancellationToken);
        foreach (var hit in hits)
        {
            if (AttributeAt(root, hit) is { } attribute)
            {
                _seen.UnionWith(AnnotatedName.Of(attribute, verbs[hit.Name]));
                if (attribute.FirstAncestorOrSelf<SyntaxNode>(AnnotatedName.IsDeclaration) is AnonymousFunctionExpressionSyntax)
                {
                    _lambdaTrees.Add(tree);
                }
            }
            else if (aliases is not null && AliasAt(root, hit) is { Alias: { } alias } directive)
            {
                var scope = directive.GlobalKeyword.IsKind(SyntaxKind.None) ? aliases : _aliasesEverywhere;
                scope[alias.Name.Identifier.ValueText] = verbs[hit.Name];
            }
        }
    }

    // The attribute whose own name, rather than an argument, is mentioned there.
    private static AttributeSyntax? AttributeAt(SyntaxNode root, NameHit hit)
    {
        var token = root.FindToken(hit.Start);
        if (token.SpanStart > hit.Start || token.Span.End < hit.Start + hit.Name.Length)
        {
            return null;
        }

        var node = token.Parent;
        while (node is NameSyntax)
        {
            node = node.Parent;
        }

        return node as AttributeSyntax;
    }

    private static UsingDirectiveSyntax? AliasAt(SyntaxNode root, NameHit hit) =>
        root.FindToken(hit.Start).Parent?.FirstAncestorOrSelf<UsingDirectiveSyntax>();
}
