using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>An attribute seen on a member, before any symbol was asked for.</summary>
/// <param name="Type">The full metadata name of the containing type, or of the delegate type itself.</param>
/// <param name="Member">The metadata name of the member; for local functions and delegates, their name.</param>
/// <param name="Key">The name its contracts are looked for under.</param>
/// <param name="NameInText">The name a text mentions where it means the member.</param>
internal readonly record struct Annotation(Verb Verb, string Type, string Member, string Key, string NameInText, bool IsDelegate = false);

/// <summary>The members of a compilation and its references that carry contract attributes, by name.</summary>
internal sealed class Annotations
{
    private static readonly OfMetadata<(string Type, string Member), ImmutableArray<IMethodSymbol>> Members = new(EqualityComparer<(string, string)>.Default);

    private readonly ImmutableArray<(IAssemblySymbol Assembly, ImmutableArray<Annotation> Seen)> _byAssembly;

    private Annotations(
        ImmutableArray<(IAssemblySymbol Assembly, ImmutableArray<Annotation> Seen)> byAssembly, ImmutableHashSet<SyntaxTree> lambdaTrees)
    {
        _byAssembly = byAssembly;
        LambdaTrees = lambdaTrees;
        var all = byAssembly.SelectMany(assembly => assembly.Seen).ToList();
        Keys = all.Select(annotation => annotation.Key).ToImmutableHashSet(StringComparer.Ordinal);
        Occasions = all.Where(annotation => Vocabulary.IsOccasion(annotation.Verb)).Select(annotation => annotation.NameInText)
            .ToImmutableHashSet(StringComparer.Ordinal);
        Acquires = all.Where(annotation => annotation.Verb == Verb.Acquires).Select(annotation => annotation.NameInText)
            .ToImmutableHashSet(StringComparer.Ordinal);
        Releases = all.Where(annotation => annotation.Verb == Verb.Releases).Select(annotation => annotation.NameInText)
            .ToImmutableHashSet(StringComparer.Ordinal);
        Placed = all.Where(annotation => Vocabulary.IsPlace(annotation.Verb)).Select(annotation => annotation.NameInText)
            .ToImmutableHashSet(StringComparer.Ordinal);
        Requires = all.Where(annotation => Vocabulary.IsRequirement(annotation.Verb)).Select(annotation => annotation.NameInText)
            .ToImmutableHashSet(StringComparer.Ordinal);
        PlaceCode = !lambdaTrees.IsEmpty || all.Exists(annotation => annotation.Verb == Verb.RunsIn);
        Coded = all.Where(annotation => annotation.Verb == Verb.Carries).Select(annotation => annotation.NameInText).ToImmutableHashSet(StringComparer.Ordinal);
        SpeakOfContent = all.Exists(annotation => Vocabulary.IsAboutContent(annotation.Verb));
        Advised = all.Where(annotation => Vocabulary.IsAdvice(annotation.Verb)).Select(annotation => annotation.NameInText)
            .ToImmutableHashSet(StringComparer.Ordinal);
    }

    /// <summary>The names in a text that make it worth looking at.</summary>
    public ImmutableHashSet<string> Occasions { get; }

    /// <summary>Those of them by which something is acquired.</summary>
    public ImmutableHashSet<string> Acquires { get; }

    /// <summary>Those of them by which something is given back.</summary>
    public ImmutableHashSet<string> Releases { get; }

    /// <summary>Those of them that are for some contexts only.</summary>
    public ImmutableHashSet<string> Placed { get; }

    /// <summary>Those of them whose callers have to hold something, or must not.</summary>
    public ImmutableHashSet<string> Requires { get; }

    /// <summary>Those whose use something is said of: forbidden arguments, a newer name.</summary>
    public ImmutableHashSet<string> Advised { get; }

    /// <summary>Whether anything is said of the contexts that code runs in.</summary>
    public bool PlaceCode { get; }

    /// <summary>Those that are codes of some sort, or answer with one.</summary>
    public ImmutableHashSet<string> Coded { get; }

    /// <summary>Whether anything is said of the content of what is held.</summary>
    public bool SpeakOfContent { get; }

    /// <summary>The keys of members that carry an attribute.</summary>
    public ImmutableHashSet<string> Keys { get; }

    /// <summary>The trees in which lambdas, which have no name, carry an attribute.</summary>
    public ImmutableHashSet<SyntaxTree> LambdaTrees { get; }

    /// <param name="ofTree">Reads one tree, or knows it from before.</param>
    public static Annotations Read(Compilation compilation, Func<SyntaxTree, TreeAnnotations> ofTree, CancellationToken cancellationToken)
    {
        var byAssembly = ImmutableArray.CreateBuilder<(IAssemblySymbol, ImmutableArray<Annotation>)>();
        void Add(IAssemblySymbol assembly, ImmutableArray<Annotation> seen)
        {
            if (!seen.IsEmpty)
            {
                byAssembly.Add((assembly, seen));
            }
        }

        var attributesExist = SourceAnnotations.DefinesAttributes(compilation);
        foreach (var reference in compilation.References)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (compilation.GetAssemblyOrModuleSymbol(reference) is not IAssemblySymbol assembly)
            {
                continue;
            }

            if (reference is CompilationReference { Compilation: var source })
            {
                Add(assembly, SourceAnnotations.Read(source, ofTree, cancellationToken).Seen);
                attributesExist |= SourceAnnotations.DefinesAttributes(source);
            }
            else
            {
                Add(assembly, MetadataAnnotations.Read(assembly, out var definesAttributes));
                attributesExist |= definesAttributes;
            }
        }

        var lambdaTrees = ImmutableHashSet<SyntaxTree>.Empty;
        if (attributesExist)
        {
            var source = SourceAnnotations.Read(compilation, ofTree, cancellationToken);
            Add(compilation.Assembly, source.Seen);
            lambdaTrees = source.LambdaTrees;
        }

        return new Annotations(byAssembly.ToImmutable(), lambdaTrees);
    }

    /// <summary>The methods that carry an attribute of one of the verbs. This is where their types become symbols.</summary>
    public IEnumerable<IMethodSymbol> MethodsThat(Func<Verb, bool> verb) =>
        from entry in _byAssembly
        from place in entry.Seen.Where(annotation => verb(annotation.Verb)).Select(annotation => (annotation.Type, annotation.Member)).Distinct()
        from method in Members.Get(entry.Assembly, place, of => MethodsOf(entry.Assembly, of.Type, of.Member))
        select method;

    private static ImmutableArray<IMethodSymbol> MethodsOf(IAssemblySymbol assembly, string type, string member) =>
        assembly.GetTypeByMetadataName(type)?.GetMembers(member).SelectMany(MethodsOf).ToImmutableArray() ?? ImmutableArray<IMethodSymbol>.Empty;

    private static IEnumerable<IMethodSymbol> MethodsOf(ISymbol member) => member switch
    {
        IMethodSymbol method => new[] { method },
        IPropertySymbol property => new[] { property.GetMethod, property.SetMethod }.OfType<IMethodSymbol>(),
        _ => Enumerable.Empty<IMethodSymbol>(),
    };
}
