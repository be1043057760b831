using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Checking;
using Acquit.Analyzers.Contracts.Language;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Acquit.Analyzers.Contracts;

/// <summary>All contracts that hold in one compilation. Made once per compilation, safe to use from any thread.</summary>
internal sealed class ContractTable
{
    private static readonly SyntaxTreeValueProvider<TreeAnnotations> KnownTrees = new(static tree => TreeAnnotations.Of(tree, default));
    private static readonly SourceTextValueProvider<ContractFile> KnownFiles = new(static text => ContractFileParser.Parse(text.ToString()));

    private readonly MemberContracts _members;
    private readonly KindIndex _kinds;
    private Lazy<bool> _hasBrokenFile = new(() => false);
    private readonly ConcurrentDictionary<string, bool> _marked = new(StringComparer.Ordinal);

    private ContractTable(Compilation compilation, Annotations annotations, ImmutableArray<FileIndex> files)
    {
        _members = new MemberContracts(annotations, files);
        _kinds = new KindIndex(compilation, annotations, files, _members);
        CallbackTables = new CallbackTableTypes(compilation, annotations, files, _members);
        Codes = new CodeTable(compilation, annotations, files);
        Names = files.Aggregate(annotations.Names.Occasions, (names, index) => AnnotatedNames.Union(names, index.Occasions));
        AdvisedNames = files.Aggregate(annotations.Names.Advised, (names, index) => AnnotatedNames.Union(names, index.Advised));
        AcquiringNames = files.Aggregate(annotations.Names.Acquires, (names, index) => AnnotatedNames.Union(names, index.Acquires));
        ReleasingNames = files.Aggregate(annotations.Names.Releases, (names, index) => AnnotatedNames.Union(names, index.Releases));
        PlacedNames = files.Aggregate(annotations.Names.Placed, (names, index) => AnnotatedNames.Union(names, index.Placed));
        PlacesCode = annotations.PlaceCode || files.Any(index => index.PlacesCode);
        SpeaksOfContent = annotations.Names.SpeakOfContent || files.Any(index => index != BuiltInPack.Index && index.SpeaksOfContent);
        RequiringNames = files.Aggregate(annotations.Names.Requires, (names, index) => AnnotatedNames.Union(names, index.Requires));
    }

    /// <summary>Tells what the contract files of a project say from what they said before.</summary>
    public string Origin { get; private init; } = "";

    /// <summary>The simple names of members that carry contracts: a body that mentions none of them needs no analysis.</summary>
    /// <remarks>
    /// A constructor is named by its type, an accessor by its property; so is a code-running property, field, event or delegate.
    /// Operators and indexers, which no text names, are named by their type. A member whose contract only says how a resource
    /// from elsewhere fares (borrows, same as, tells held) is not among the names.
    /// </remarks>
    public ImmutableHashSet<string> Names { get; }

    /// <inheritdoc cref="Annotations.PlaceCode"/>
    public bool PlacesCode { get; }

    /// <summary>
    /// Whether anything is said of the content of what is held: that it is read, written, or marked as written. What the built-in
    /// contracts say of spans matters only where something else does.
    /// </summary>
    public bool SpeaksOfContent { get; }

    /// <summary>Those of the names by which something is acquired.</summary>
    public ImmutableHashSet<string> AcquiringNames { get; }

    /// <summary>Those of the names by which something is given back.</summary>
    public ImmutableHashSet<string> ReleasingNames { get; }

    /// <summary>Those of the names that are for some contexts only.</summary>
    public ImmutableHashSet<string> PlacedNames { get; }

    /// <summary>Those of the names whose callers have to hold something, or must not, or may not hold what code takes that is run then.</summary>
    public ImmutableHashSet<string> RequiringNames { get; }

    /// <summary>Those of the names whose use something is said of: arguments that are forbidden, a newer name.</summary>
    public ImmutableHashSet<string> AdvisedNames { get; }

    /// <summary>The types of tables whose callbacks run where it is said of the parameter that takes the table.</summary>
    public CallbackTableTypes CallbackTables { get; }

    /// <summary>Which values are codes of which sort, and what turns one into the other.</summary>
    public CodeTable Codes { get; }

    /// <summary>The contract of a method, constructor or accessor: its own, or what it overrides or implements says.</summary>
    /// <remarks>
    /// Ordinals are those of the original definition. For an extension method called on its receiver, that is the form that
    /// has the receiver as parameter 0, so that <c>Parameters[n]</c> of the reduced symbol has ordinal <c>n + 1</c> here.
    /// </remarks>
    public MemberContract? Of(IMethodSymbol method) => _members.Of(method);

    /// <summary>Whether a contract is on the method itself, rather than on what it overrides or implements.</summary>
    public bool SpeaksOf(IMethodSymbol method) => _members.SpeakOf(method);

    /// <summary>Whether the contract was written for the very method, by attributes or in a file of the project.</summary>
    public bool IsWrittenFor(IMethodSymbol method) => _members.AreWrittenFor(method);

    /// <summary>The contract of a method as it is called on a value of the type: a base member may mean something else there.</summary>
    /// <inheritdoc cref="Of(IMethodSymbol)" path="/remarks"/>
    public MemberContract? Of(IMethodSymbol method, ITypeSymbol? receiver) => _members.Of(method, receiver);

    /// <summary>The contexts in which code assigned to this property, field or event, or passed in this parameter, runs.</summary>
    /// <remarks>A delegate type, or a local of one, may be asked about too. What the type says is included for all of them.</remarks>
    public ImmutableArray<string> RunsIn(ISymbol delegateTyped) => _members.RunsIn(delegateTyped);

    /// <summary>
    /// Whether several of this kind can be held on one object, because an acquire names an object that exists already
    /// (a reference count, a lock), rather than returning a new one.
    /// </summary>
    public bool IsCounted(string kind) => _kinds.IsCounted(kind);

    /// <summary>The kinds that are held along with this one, whichever call it is acquired by.</summary>
    public ImmutableHashSet<string> ImpliedBy(string kind) => _kinds.ImpliedBy(kind);

    /// <summary>Whether releases of the kind come in reverse order.</summary>
    public bool IsLifo(string kind) => _kinds.IsLifo(kind);

    /// <summary>The acquires of a kind that name an object that exists already, as the taking of a lock does; surest first.</summary>
    public ImmutableArray<IMethodSymbol> TakesOf(string kind) => _kinds.TakesOf(kind);

    /// <summary>Whether it can be asked who holds the kind.</summary>
    public bool CanBeAsked(string kind) => _kinds.CanBeAsked(kind);

    /// <summary>Whether some member may be called only while the kind, or what is held along with it, is held or is not.</summary>
    public bool IsRequired(string kind) => _kinds.IsRequired(kind);

    /// <summary>Whether what is held of the kind belongs to whoever took it: nobody else gives it back, and nothing is held at first.</summary>
    public bool BelongsToHolder(string kind) => _kinds.BelongsToHolder(kind);

    /// <summary>Whether what is held of the kind is held once only, by one at a time: to try for it while it is held is in vain.</summary>
    public bool IsExclusive(string kind) => _kinds.IsExclusive(kind);

    /// <summary>Whether a number stands for nothing of the kind: it is what the acquires return when they have failed.</summary>
    public bool IsFailure(string kind, long number) => _kinds.IsFailure(kind, number);

    /// <summary>The releases of a kind, best first: methods that release it, for messages and fixes.</summary>
    public ImmutableArray<IMethodSymbol> ReleasesOf(string kind) => _kinds.ReleasesOf(kind);

    /// <summary>
    /// Whether no contract says that anything acquires the kind, while some contract file of the project says things that cannot be understood:
    /// that may have been one of them.
    /// </summary>
    public bool MayBeAcquiredUnseen(string kind) => !_kinds.IsAcquired(kind) && _hasBrokenFile.Value;

    /// <summary>Whether content of what is held as the kind is to be marked as written: some release of the kind can do that.</summary>
    public bool IsMarked(string kind) => _marked.GetOrAdd(kind, k => !MarkingReleasesOf(k).IsEmpty);

    /// <summary>The releases of a kind that can mark the content as written on the way, best first.</summary>
    public ImmutableArray<IMethodSymbol> MarkingReleasesOf(string kind) => ReleasesOf(kind)
        .Where(method => Of(method) is { MarksDirty.IsEmpty: false } contract &&
                         contract.Releases.Any(r => r.Kind == kind && contract.MarksDirty.Any(d => d.Target == r.Target)))
        .ToImmutableArray();

    /// <summary>The acquires of what makes a kind needless while it is held.</summary>
    public ImmutableArray<IMethodSymbol> SparingOf(string kind) => _kinds.SparingOf(kind);

    /// <summary>Reads every contract that the compilation can see.</summary>
    public static ContractTable Create(Compilation compilation, ImmutableArray<AdditionalText> files, CancellationToken cancellationToken) => Create(
        compilation, files, tree => TreeAnnotations.Of(tree, cancellationToken), text => ContractFileParser.Parse(text.ToString()), cancellationToken);

#pragma warning disable RS1012 // As below.
    /// <summary>The kinds that the contracts in sight of a compilation speak of.</summary>
    public static KindsInSight KindsIn(CompilationStartAnalysisContext context, CancellationToken cancellationToken) => KindsInSight.In(
        context.Compilation,
        tree => context.TryGetValue(tree, KnownTrees, out var known) ? known : TreeAnnotations.Of(tree, cancellationToken),
        context.Options.AdditionalFiles.Where(IsContractFile).Select(file => file.GetText(cancellationToken)).OfType<SourceText>()
            .Select(text => context.TryGetValue(text, KnownFiles, out var known) ? known : ContractFileParser.Parse(text.ToString())),
        cancellationToken);
#pragma warning restore RS1012

    /// <summary>The same for an analyzer, which keeps what it has read of trees and files for as long as they do not change.</summary>
#pragma warning disable RS1012 // The caller registers actions; this only asks the context for what it knows.
    public static ContractTable Create(CompilationStartAnalysisContext context) => Create(
        context.Compilation,
        context.Options.AdditionalFiles,
        tree => context.TryGetValue(tree, KnownTrees, out var known) ? known : TreeAnnotations.Of(tree, context.CancellationToken),
        text => context.TryGetValue(text, KnownFiles, out var known) ? known : ContractFileParser.Parse(text.ToString()),
        context.CancellationToken);
#pragma warning restore RS1012

    /// <summary>Whether an additional file holds contracts.</summary>
    public static bool IsContractFile(AdditionalText file) => file.Path.EndsWith(ContractFile.Suffix, StringComparison.OrdinalIgnoreCase);

    private static ContractTable Create(
        Compilation compilation,
        ImmutableArray<AdditionalText> files,
        Func<SyntaxTree, TreeAnnotations> readTree,
        Func<SourceText, ContractFile> readFile,
        CancellationToken cancellationToken)
    {
        var read = files
            .Where(IsContractFile)
            .Select(file => file.GetText(cancellationToken))
            .OfType<SourceText>()
            .Select(readFile)
            .ToList();
        var indexes = read.Count == 0
            ? ImmutableArray.Create(BuiltInPack.Index)
            : ImmutableArray.Create(new FileIndex(read), BuiltInPack.Index);
        return new ContractTable(compilation, Annotations.Read(compilation, readTree, cancellationToken), indexes)
        {
            Origin = compilation.AssemblyName + " " + string.Join(" ", files.Where(IsContractFile).Select(file => file.GetText(cancellationToken)).OfType<SourceText>()
                .Select(text => Convert.ToBase64String(text.GetChecksum().ToArray()))),
            _hasBrokenFile = new(() => read.Exists(file => ContractFileCheck.Errors(file, compilation, CancellationToken.None).Any())),
        };
    }
}
