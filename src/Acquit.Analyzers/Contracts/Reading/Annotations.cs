using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>An attribute seen on a member, before any symbol was asked for.</summary>
/// <param name="Type">The full metadata name of the containing type, or of the delegate type itself.</param>
/// <param name="Member">The metadata name of the member; for local functions and delegates, their name.</param>
/// <param name="Key">The name its contracts are looked for under.</param>
/// <param name="NameInText">The name a text mentions where it means the member.</param>
/// <param name="Subject">What the attribute says first, most often a kind; null if that takes binding to know.</param>
internal readonly record struct Annotation(Verb Verb, string Type, string Member, string Key, string NameInText, string? Subject, bool IsDelegate = false);

/// <summary>The members of a compilation and its references that carry contract attributes, by name.</summary>
internal sealed class Annotations
{
    private static readonly OfMetadata<(string Type, string Member), ImmutableArray<IMethodSymbol>> Members = new(EqualityComparer<(string, string)>.Default);

    private readonly ImmutableArray<(IAssemblySymbol Assembly, ImmutableArray<Annotation> Seen, AnnotatedNames Names)> _byAssembly;

    private Annotations(
        ImmutableArray<(IAssemblySymbol Assembly, ImmutableArray<Annotation> Seen, AnnotatedNames Names)> byAssembly, ImmutableHashSet<SyntaxTree> lambdaTrees)
    {
        _byAssembly = byAssembly;
        LambdaTrees = lambdaTrees;
        Names = byAssembly.Select(assembly => assembly.Names).Aggregate(AnnotatedNames.None, (all, names) => all.Union(names));
        PlaceCode = !lambdaTrees.IsEmpty || Names.PlaceCode;
    }

    /// <summary>The names that the members go by.</summary>
    public AnnotatedNames Names { get; }

    /// <summary>Whether anything is said of the contexts that code runs in.</summary>
    public bool PlaceCode { get; }

    /// <summary>The trees in which lambdas, which have no name, carry an attribute.</summary>
    public ImmutableHashSet<SyntaxTree> LambdaTrees { get; }

    /// <param name="ofTree">Reads one tree, or knows it from before.</param>
    public static Annotations Read(Compilation compilation, Func<SyntaxTree, TreeAnnotations> ofTree, CancellationToken cancellationToken)
    {
        var byAssembly = ImmutableArray.CreateBuilder<(IAssemblySymbol, ImmutableArray<Annotation>, AnnotatedNames)>();
        void Add(IAssemblySymbol assembly, ImmutableArray<Annotation> seen, AnnotatedNames? names = null)
        {
            if (!seen.IsEmpty)
            {
                byAssembly.Add((assembly, seen, names ?? AnnotatedNames.Of(seen)));
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
                var known = MetadataAnnotations.Read(assembly);
                Add(assembly, known.Seen, known.Names);
                attributesExist |= known.DefinesAttributes;
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

    /// <summary>Whether an attribute of one of the verbs may say something, wherever it stands: on a lambda or a local function, too.</summary>
    /// <param name="subject">What it says first.</param>
    /// <param name="says">Looks closer at a method whose attribute takes binding to know.</param>
    public bool MaySay(Func<Verb, bool> verb, string subject, Func<IMethodSymbol, bool> says) => !LambdaTrees.IsEmpty || _byAssembly.Any(entry =>
        entry.Seen.Where(annotation => verb(annotation.Verb)).Any(annotation => annotation.Subject is null
            ? MethodsAt(entry.Assembly, (annotation.Type, annotation.Member)) is var methods && (methods.IsEmpty || methods.Any(says))
            : annotation.Subject == subject));

    /// <summary>The methods that carry an attribute of one of the verbs. This is where their types become symbols.</summary>
    /// <param name="subject">Those alone of which something else is said than this are left out.</param>
    public IEnumerable<IMethodSymbol> MethodsThat(Func<Verb, bool> verb, string? subject = null) =>
        from entry in _byAssembly
        from place in entry.Seen
            .Where(annotation => verb(annotation.Verb) && (subject is null || annotation.Subject is null || annotation.Subject == subject))
            .Select(annotation => (annotation.Type, annotation.Member))
            .Distinct()
        from method in MethodsAt(entry.Assembly, place)
        select method;

    private static ImmutableArray<IMethodSymbol> MethodsAt(IAssemblySymbol assembly, (string Type, string Member) place) =>
        Members.Get(assembly, place, of => MethodsOf(assembly, of.Type, of.Member));

    private static ImmutableArray<IMethodSymbol> MethodsOf(IAssemblySymbol assembly, string type, string member) =>
        assembly.GetTypeByMetadataName(type)?.GetMembers(member).SelectMany(MethodsOf).ToImmutableArray() ?? ImmutableArray<IMethodSymbol>.Empty;

    private static IEnumerable<IMethodSymbol> MethodsOf(ISymbol member) => member switch
    {
        IMethodSymbol method => new[] { method },
        IPropertySymbol property => new[] { property.GetMethod, property.SetMethod }.OfType<IMethodSymbol>(),
        _ => Enumerable.Empty<IMethodSymbol>(),
    };
}
