using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>The contract attributes in all trees of a compilation.</summary>
internal sealed class SourceAnnotations
{
    private SourceAnnotations(ImmutableArray<Annotation> seen, ImmutableHashSet<SyntaxTree> lambdaTrees)
    {
        Seen = seen;
        LambdaTrees = lambdaTrees;
    }

    public ImmutableArray<Annotation> Seen { get; }

    /// <summary>The trees in which lambdas carry an attribute.</summary>
    public ImmutableHashSet<SyntaxTree> LambdaTrees { get; }

    /// <summary>Whether the source of a compilation brings contract attributes of its own.</summary>
    public static bool DefinesAttributes(Compilation compilation) =>
        compilation.Assembly.NamespaceNames.Contains(Vocabulary.Namespace)
        && Vocabulary.Verbs.Any(verb =>
            compilation.Assembly.GetTypeByMetadataName(Vocabulary.Namespace + "." + Vocabulary.AttributeOf(verb)) is not null);

    /// <param name="ofTree">Reads one tree, or knows it from before.</param>
    public static SourceAnnotations Read(
        Compilation compilation, Func<SyntaxTree, TreeAnnotations> ofTree, CancellationToken cancellationToken)
    {
        var seen = new HashSet<Annotation>();
        var lambdaTrees = ImmutableHashSet.CreateBuilder<SyntaxTree>();
        var aliases = ImmutableDictionary<string, Verb>.Empty;
        void Add(SyntaxTree tree, TreeAnnotations found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            seen.UnionWith(found.Seen);
            if (found.AreOnLambdas)
            {
                lambdaTrees.Add(tree);
            }

            aliases = aliases.SetItems(found.GlobalAliases);
        }

        foreach (var tree in compilation.SyntaxTrees)
        {
            Add(tree, ofTree(tree));
        }

        if (!aliases.IsEmpty)
        {
            foreach (var tree in compilation.SyntaxTrees)
            {
                Add(tree, TreeAnnotations.Of(tree, aliases, cancellationToken));
            }
        }

        seen.UnionWith(MentionsOfDelegates(compilation, seen, cancellationToken));
        return new SourceAnnotations(seen.ToImmutableArray(), lambdaTrees.ToImmutable());
    }

    // Code becomes code of a delegate type by being given to what is declared with that type, which need not be named where it
    // is given: what is declared so is as good as annotated.
    private static List<Annotation> MentionsOfDelegates(Compilation compilation, HashSet<Annotation> seen, CancellationToken cancellationToken)
    {
        var mentions = new List<Annotation>();
        var delegates = seen.Where(annotation => annotation is { Verb: Verb.RunsIn, IsDelegate: true }).Select(annotation => annotation.Key).ToList();
        if (delegates.Count == 0)
        {
            return mentions;
        }

        var scanner = new NameScanner(delegates);
        var hits = new List<NameHit>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            hits.Clear();
            scanner.Find(tree.GetText(cancellationToken), hits, cancellationToken);
            foreach (var hit in hits)
            {
                if (TreeAnnotations.TokenAt(tree.GetRoot(cancellationToken), hit) is { } token)
                {
                    mentions.AddRange(AnnotatedName.OfTypeMention(token));
                }
            }
        }

        return mentions;
    }
}
