using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>The acquires and releases of a kind. Asked only where a resource of the kind is in hand, so nothing is made in advance.</summary>
internal sealed class KindIndex
{
    private readonly Compilation _compilation;
    private readonly Annotations _annotations;
    private readonly ImmutableArray<FileIndex> _files;
    private readonly MemberContracts _contracts;
    private readonly ConcurrentDictionary<string, ImmutableArray<IMethodSymbol>> _releases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _counted = new(StringComparer.Ordinal);
    private readonly Lazy<ImmutableArray<IMethodSymbol>> _annotated;

    public KindIndex(Compilation compilation, Annotations annotations, ImmutableArray<FileIndex> files, MemberContracts contracts)
    {
        _compilation = compilation;
        _annotations = annotations;
        _files = files;
        _contracts = contracts;
        _annotated = new(() => _annotations.MethodsThat(Pairs).ToImmutableArray());
    }

    public bool IsCounted(string kind) => _counted.GetOrAdd(kind, FindCounted);

    public ImmutableArray<IMethodSymbol> ReleasesOf(string kind) => _releases.GetOrAdd(kind, FindReleases);

    private bool FindCounted(string kind) => Methods(kind).Any(method =>
        _contracts.Of(method)!.Acquires.Any(clause => clause.Kind == kind && NamesExisting(method, clause.Target)))
        || _files.Any(files => IsAcquiredOnReceiver(files, kind));

    private bool IsAcquiredOnReceiver(FileIndex files, string kind) => (
        from call in files.AcquiresOnReceivers(kind)
        from method in DocumentationCommentId.GetSymbolsForDeclarationId(call.Id, _compilation).OfType<IMethodSymbol>()
        from receiver in DocumentationCommentId.GetSymbolsForDeclarationId(call.Type, _compilation).OfType<INamedTypeSymbol>()
        from clause in _contracts.Of(method, receiver)?.Acquires ?? ImmutableArray<AcquireClause>.Empty
        where clause.Kind == kind && NamesExisting(method, clause.Target)
        select clause).Any();

    private static bool NamesExisting(IMethodSymbol method, Target target)
    {
        if (target.Kind != TargetKind.Parameter)
        {
            return target.Kind is TargetKind.Receiver or TargetKind.Ambient;
        }

        // What the callee writes is new: an out parameter, the elements of an array or a writable span, a replaced handle.
        var parameter = method.Parameters[target.Ordinal];
        return parameter.RefKind switch
        {
            RefKind.Out => false,
            RefKind.Ref => parameter.Type is { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None },
            _ => parameter.Type is not (IArrayTypeSymbol or INamedTypeSymbol { Name: "Span" or "Memory", Arity: 1 }),
        };
    }

    private ImmutableArray<IMethodSymbol> FindReleases(string kind)
    {
        var methods = Methods(kind).ToList();
        var recommended = methods
            .SelectMany(method => _contracts.Of(method)!.Acquires)
            .Where(clause => clause.Kind == kind)
            .SelectMany(clause => clause.ReleasedBy.Select((name, rank) => (Name: MemberKey.LastPart(name), Rank: rank)))
            .GroupBy(entry => entry.Name)
            .ToDictionary(group => group.Key, group => group.Min(entry => entry.Rank));

        return methods
            .Select(method => (Method: method, Contract: _contracts.Of(method)!, Clause: Release(method, kind)))
            .Where(entry => entry.Clause is not null)
            .OrderBy(entry => recommended.TryGetValue(entry.Method.Name, out var rank) ? rank : int.MaxValue)
            .ThenBy(entry => entry.Contract.ReplacedBy is not null)
            .ThenBy(entry => entry.Method.Name, StringComparer.Ordinal)
            .ThenBy(entry => entry.Method.Parameters.Length)
            .Select(entry => entry.Method)
            .ToImmutableArray();
    }

    private ReleaseClause? Release(IMethodSymbol method, string kind) =>
        _contracts.Of(method)!.Releases.FirstOrDefault(clause => clause.Kind == kind && !clause.Consumes);

    // Every method whose contract pairs something of the kind, wherever that is said.
    private IEnumerable<IMethodSymbol> Methods(string kind) => _files
        .SelectMany(files => files.IdsThat(Pairs, kind))
        .SelectMany(id => DocumentationCommentId.GetSymbolsForDeclarationId(id, _compilation))
        .SelectMany(symbol => symbol is IPropertySymbol property
            ? new[] { property.GetMethod, property.SetMethod }.OfType<IMethodSymbol>()
            : new[] { symbol as IMethodSymbol }.OfType<IMethodSymbol>())
        .Concat(_annotated.Value)
        .Where(method => _contracts.Of(method) is { } contract
            && (contract.Acquires.Any(clause => clause.Kind == kind) || contract.Releases.Any(clause => clause.Kind == kind)))
        .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default);

    private static bool Pairs(Verb verb) => verb is Verb.Acquires or Verb.Releases;
}
