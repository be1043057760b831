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
    private readonly ConcurrentDictionary<string, ImmutableArray<(IMethodSymbol Method, MemberContract Contract)>> _methods = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableArray<IMethodSymbol>> _releases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _counted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableHashSet<string>> _implied = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _lifo = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _required = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _belonging = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _exclusive = new(StringComparer.Ordinal);
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

    public ImmutableHashSet<string> ImpliedBy(string kind) => _implied.GetOrAdd(kind, k => Methods(k)
        .SelectMany(entry => entry.Contract.Acquires)
        .Where(clause => clause.Kind == k)
        .SelectMany(clause => clause.Implies)
        .ToImmutableHashSet(StringComparer.Ordinal));

    public bool IsAcquired(string kind) => Methods(kind).Any(entry => entry.Contract.Acquires.Any(clause => clause.Kind == kind));

    public bool IsLifo(string kind) => _lifo.GetOrAdd(kind, k =>
        Methods(k).Any(entry => entry.Contract.Acquires.Any(clause => clause.Kind == k && clause.Lifo)));

    public ImmutableArray<IMethodSymbol> TakesOf(string kind) => Methods(kind)
        .Select(entry => (entry.Method, entry.Contract, Clause: entry.Contract.Acquires.FirstOrDefault(c => c.Kind == kind && NamesExisting(entry.Method, c.Target))))
        .Where(entry => entry.Clause is not null && entry.Contract.Releases.IsEmpty)
        .OrderBy(entry => entry.Clause!.When.Tests.Length)
        .ThenBy(entry => entry.Contract.ReplacedBy is not null)
        .ThenBy(entry => entry.Method.Parameters.Count(p => !p.IsOptional))
        .ThenBy(entry => entry.Method.Name, StringComparer.Ordinal)
        .Select(entry => entry.Method)
        .ToImmutableArray();

    /// <summary>Whether some member may be called only while it, or what is held along with it, is held or is not; or may be so, where that cannot be seen.</summary>
    public bool IsRequired(string kind) => _required.GetOrAdd(kind, k => ImpliedBy(k).Add(k).Any(each =>
        _annotations.MaySay(IsAboutHolding, each, method => _contracts.Of(method)?.Requires.Any(clause => clause.Kind == each) == true) ||
        _files.Any(files => files.IdsThat(IsAboutHolding, each).Any() || files.OnReceiversThat(IsAboutHolding, each).Any())));

    /// <summary>Whether some member tells who holds it: so it belongs to somebody, and is no signal that anybody may give.</summary>
    public bool CanBeAsked(string kind) => _asked.GetOrAdd(kind, k =>
        _files.Any(files => files.IdsThat(verb => verb == Verb.TellsHeld, k).Any()) ||
        _annotations.MethodsThat(verb => verb == Verb.TellsHeld, k).Any(method => _contracts.Of(method)?.TellsHeld?.Kind == k));

    /// <summary>It can be asked who holds it, or whoever takes it must not hold it yet.</summary>
    public bool BelongsToHolder(string kind) => _belonging.GetOrAdd(kind, k => CanBeAsked(k) || Methods(k).Any(entry =>
        entry.Contract.Acquires.Any(a => a.Kind == k && entry.Contract.Requires.Any(r =>
            !r.Held && r.Target == a.Target && (r.Kind == k || a.Implies.Contains(r.Kind))))));

    /// <summary>Whether a number is what every acquire of the kind that returns what it acquires returns when it has failed.</summary>
    public bool IsFailure(string kind, long number)
    {
        var returned = Methods(kind).SelectMany(entry => entry.Contract.Acquires).Where(a => a.Kind == kind && a.Target.IsReturn && a.Count is null).ToList();
        return returned.Count > 0 && returned.TrueForAll(a => a.When.Tests.Length == 1 && a.When.Tests[0] is { Left.Kind: OperandKind.Return, Operator: TestOperator.NotEqual, Right: { Kind: OperandKind.Constant } failed } && failed.Constant == number);
    }

    /// <summary>Whoever takes it must not hold it yet, and nothing stronger holds it along: one at a time has it.</summary>
    public bool IsExclusive(string kind) => _exclusive.GetOrAdd(kind, k =>
        Methods(k).Any(entry => entry.Contract.Acquires.Any(a => a.Kind == k && entry.Contract.Requires.Any(r =>
            !r.Held && r.When.Tests.IsEmpty && r.Target == a.Target && (r.Kind == k || a.Implies.Contains(r.Kind))))) &&
        !_files.SelectMany(files => files.IdsThatImply(k)).SelectMany(MethodsOf).Concat(_annotated.Value)
            .Any(method => _contracts.Of(method)?.Acquires.Any(a => a.Kind != k && a.Implies.Contains(k)) == true));

    public ImmutableArray<IMethodSymbol> ReleasesOf(string kind) => _releases.GetOrAdd(kind, FindReleases);

    public ImmutableArray<IMethodSymbol> SparingOf(string kind) => _files
        .SelectMany(files => files.IdsThatSpare(kind))
        .SelectMany(MethodsOf)
        .Concat(_annotated.Value)
        .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)
        .Where(method => _contracts.Of(method)?.Acquires.Any(clause => clause.Spares == kind) == true)
        .ToImmutableArray();

    private bool FindCounted(string kind) => Methods(kind).Any(entry =>
        entry.Contract.Acquires.Any(clause => clause.Kind == kind && NamesExisting(entry.Method, clause.Target)));

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
            _ => parameter.Type is not (IPointerTypeSymbol { PointedAtType: { TypeKind: TypeKind.Pointer } or { SpecialType: not (SpecialType.None or SpecialType.System_Void) } } or IArrayTypeSymbol or INamedTypeSymbol { Name: "Span" or "Memory", Arity: 1 }),
        };
    }

    private ImmutableArray<IMethodSymbol> FindReleases(string kind)
    {
        var methods = Methods(kind);
        var recommended = methods
            .SelectMany(entry => entry.Contract.Acquires)
            .Where(clause => clause.Kind == kind)
            .SelectMany(clause => clause.ReleasedBy.Select((name, rank) => (Name: MemberKey.LastPart(name), Rank: rank)))
            .GroupBy(entry => entry.Name)
            .ToDictionary(group => group.Key, group => group.Min(entry => entry.Rank));

        return methods
            .Where(entry => entry.Contract.Releases.Any(clause => clause.Kind == kind && !clause.Consumes))
            .OrderBy(entry => recommended.TryGetValue(entry.Method.Name, out var rank) ? rank : int.MaxValue)
            .ThenBy(entry => entry.Contract.ReplacedBy is not null)
            .ThenBy(entry => entry.Method.Name, StringComparer.Ordinal)
            .ThenBy(entry => entry.Method.Parameters.Length)
            .ThenBy(entry => entry.Method.ToDisplayString(), StringComparer.Ordinal)
            .Select(entry => entry.Method)
            .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)
            .ToImmutableArray();
    }

    // Every method whose contract pairs something of the kind, wherever that is said, as a whole or when it is called on certain types.
    private ImmutableArray<(IMethodSymbol Method, MemberContract Contract)> Methods(string kind) =>
        _methods.TryGetValue(kind, out var known) ? known : _methods.GetOrAdd(kind, FindMethods(kind).ToImmutableArray());

    private IEnumerable<(IMethodSymbol Method, MemberContract Contract)> FindMethods(string kind) => _files
        .SelectMany(files => files.IdsThat(Pairs, kind))
        .SelectMany(MethodsOf)
        .Concat(_annotations.MethodsThat(Pairs, kind))
        .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)
        .Select(method => (Method: method, Contract: _contracts.Of(method)))
        .Concat(
            from files in _files
            from call in files.OnReceiversThat(Pairs, kind)
            from method in MethodsOf(call.Id)
            from receiver in DocumentationCommentId.GetSymbolsForDeclarationId(call.Type, _compilation).OfType<INamedTypeSymbol>()
            select (Method: method, Contract: _contracts.Of(method, receiver)))
        .Where(entry => entry.Contract is not null && (entry.Contract.Acquires.Any(clause => clause.Kind == kind) || entry.Contract.Releases.Any(clause => clause.Kind == kind)))
        .Select(entry => (entry.Method, entry.Contract!));

    private IEnumerable<IMethodSymbol> MethodsOf(string id) => DocumentationCommentId.GetSymbolsForDeclarationId(id, _compilation)
        .SelectMany(symbol => symbol is IPropertySymbol property
            ? new[] { property.GetMethod, property.SetMethod }.OfType<IMethodSymbol>()
            : new[] { symbol as IMethodSymbol }.OfType<IMethodSymbol>());

    private static bool IsAboutHolding(Verb verb) => verb is Verb.RequiresHeld or Verb.RequiresNotHeld;

    private static bool Pairs(Verb verb) => verb is Verb.Acquires or Verb.Releases;
}
