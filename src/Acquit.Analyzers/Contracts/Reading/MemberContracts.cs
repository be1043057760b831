using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Binding;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>Finds what holds of a member: its own contract by precedence, or that of what it overrides or implements.</summary>
internal sealed class MemberContracts
{
    // Of a member that is known to have no contract, whatever its type or what it overrides may have.
    private static readonly MemberContract SaysNothing = new();

    // By attributes. Null where a method carries none.
    private static readonly OfMetadata<IMethodSymbol, MemberContract?> Annotated = new(SymbolEqualityComparer.Default);

    private readonly Annotations _annotations;

    // Best first: what a project says about an API beats what this package says.
    private readonly ImmutableArray<FileIndex> _files;
    private readonly ConcurrentDictionary<IMethodSymbol, MemberContract?> _contracts = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<string>> _runsIn = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<(IMethodSymbol, ITypeSymbol), MemberContract?> _onReceivers = new(CallComparer.Instance);
    private readonly Func<IMethodSymbol, MemberContract?> _resolve;
    private readonly Func<ISymbol, ImmutableArray<string>> _resolveRunsIn;

    public MemberContracts(Annotations annotations, ImmutableArray<FileIndex> files)
    {
        _annotations = annotations;
        _files = files;
        _resolve = Resolve;
        _resolveRunsIn = ResolveRunsIn;
    }

    public MemberContract? Of(IMethodSymbol method) => _contracts.GetOrAdd(Definition(method), _resolve);

    /// <summary>Whether something is said of the method itself, rather than of what it overrides or implements.</summary>
    public bool SpeakOf(IMethodSymbol method) => Definition(method) is var definition && MayHaveContract(definition) && Own(definition) is not null;

    /// <summary>Whether somebody wrote down for this method, by attributes or in a file of the project, what it does.</summary>
    public bool AreWrittenFor(IMethodSymbol method)
    {
        var definition = Definition(method);
        return (MayBeAnnotated(definition) && AttributeReader.Unlocated.Of(definition).Count > 0) ||
               (_files.Any(files => files != BuiltInPack.Index && files.MemberKeys.Contains(MemberKey.Of(definition))) && SpeakOf(definition));
    }

    /// <summary>The contract of a method as it is called on a value of a type.</summary>
    public MemberContract? Of(IMethodSymbol method, ITypeSymbol? receiver)
    {
        if (receiver is not INamedTypeSymbol || !_files.Any(files => files.ReceiverKeys.Contains(MemberKey.Of(method))))
        {
            return Of(method);
        }

        var key = (Definition(method), (ITypeSymbol)receiver.OriginalDefinition);
        return (_onReceivers.TryGetValue(key, out var known) ? known : _onReceivers.GetOrAdd(key, OnReceiver(key.Item1, key.Item2))) ?? Of(method);
    }

    public ImmutableArray<string> RunsIn(ISymbol delegateTyped) => delegateTyped switch
    {
        IPropertySymbol property => Join(Cached(property), RunsInOfType(property.Type)),
        IFieldSymbol field => Join(Cached(field), RunsInOfType(field.Type)),
        IEventSymbol @event => Join(Cached(@event), RunsInOfType(@event.Type)),
        IParameterSymbol parameter => Join(RunsInOfParameter(parameter), RunsInOfType(parameter.Type)),
        ILocalSymbol local => RunsInOfType(local.Type),
        ITypeSymbol type => RunsInOfType(type),
        _ => ImmutableArray<string>.Empty,
    };

    private static IMethodSymbol Definition(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return definition.PartialDefinitionPart ?? definition;
    }

    private bool MayBeAnnotated(IMethodSymbol method) => method.MethodKind == MethodKind.AnonymousFunction
        ? method.DeclaringSyntaxReferences.Any(reference => _annotations.LambdaTrees.Contains(reference.SyntaxTree))
        : _annotations.Names.Keys.Contains(MemberKey.Of(method));

    private bool MayHaveContract(IMethodSymbol method) =>
        MayBeAnnotated(method) || _files.Any(files => files.MemberKeys.Contains(MemberKey.Of(method)) || MayInheritFromType(method, files));

    private static bool MayInheritFromType(IMethodSymbol method, FileIndex files)
    {
        if (method.ContainingType is not { } type || method.Parameters.IsEmpty || files.TypeNames.IsEmpty)
        {
            return false;
        }

        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            if (files.TypeNames.Contains(current.ContainingType.Name))
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(contract => files.TypeNames.Contains(contract.Name));
    }

    private MemberContract? Resolve(IMethodSymbol method) => MayHaveContract(method)
        ? (Own(method) ?? Inherited(method)) is { } contract && contract != SaysNothing ? contract : null
        : null;

    private MemberContract? Own(IMethodSymbol method) =>
        (MayBeAnnotated(method) ? Annotated.Get(method.ContainingAssembly, method, ByAttributes) : null) ??
        (FileClauses.TryFind(method, _files, out var clauses) ? Bound(method, clauses) : null);

    private static MemberContract? ByAttributes(IMethodSymbol method) =>
        AttributeReader.Unlocated.Of(method) is { Count: > 0 } clauses ? Bound(method, clauses) : null;

    private static MemberContract Bound(IMethodSymbol method, IEnumerable<Clause> clauses) =>
        ContractBinder.Bind(method, clauses, new List<ContractError>()) ?? SaysNothing;

    // Null where nothing is said of the receiver's type, or where something said of the method itself goes first.
    private MemberContract? OnReceiver(IMethodSymbol method, ITypeSymbol receiver)
    {
        for (var declared = method; declared is not null; declared = declared.OverriddenMethod?.OriginalDefinition)
        {
            if (MayBeAnnotated(declared) && AttributeReader.Unlocated.Of(declared).Count > 0)
            {
                return null;
            }

            foreach (var files in _files)
            {
                var id = declared.GetDocumentationCommentId();
                if (files.OnReceivers(id).TryGet(receiver, out var clauses))
                {
                    return ContractBinder.Bind(declared, clauses, new List<ContractError>());
                }

                if (files.TryGetClauses(id, out _))
                {
                    return null;
                }
            }
        }

        return null;
    }

    private MemberContract? Inherited(IMethodSymbol method)
    {
        if (method.OverriddenMethod is { } overridden && Of(overridden) is { } contract)
        {
            return contract;
        }

        foreach (var implemented in Implemented(method))
        {
            if (Of(implemented) is { } ofInterface)
            {
                return ofInterface;
            }
        }

        return null;
    }

    public static IEnumerable<IMethodSymbol> Implemented(IMethodSymbol method)
    {
        foreach (var explicitly in method.ExplicitInterfaceImplementations)
        {
            yield return explicitly;
        }

        if (method.DeclaredAccessibility != Accessibility.Public || method.ContainingType is not { TypeKind: not TypeKind.Interface } type)
        {
            yield break;
        }

        foreach (var contract in type.AllInterfaces)
        {
            foreach (var member in contract.GetMembers(method.Name).OfType<IMethodSymbol>())
            {
                if (SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method))
                {
                    yield return member;
                }
            }
        }
    }

    private ImmutableArray<string> Cached(ISymbol symbol)
    {
        var definition = symbol.OriginalDefinition;
        var key = MemberKey.Of(definition);
        return _annotations.Names.Keys.Contains(key) || _files.Any(files => files.MemberKeys.Contains(key) || files.TypeNames.Contains(key))
            ? _runsIn.GetOrAdd(definition, _resolveRunsIn)
            : ImmutableArray<string>.Empty;
    }

    private ImmutableArray<string> ResolveRunsIn(ISymbol symbol)
    {
        var contexts = Contexts(AttributeReader.Unlocated.RunsInOf(symbol));
        foreach (var files in _files)
        {
            if (contexts.IsEmpty && files.TryGetClauses(symbol.GetDocumentationCommentId(), out var clauses))
            {
                contexts = Contexts(clauses.Where(clause => clause.Verb == Verb.RunsIn));
            }
        }

        return contexts.IsEmpty && symbol is IPropertySymbol property ? RunsInOfBase(property) : contexts;
    }

    private ImmutableArray<string> RunsInOfBase(IPropertySymbol property)
    {
        if (property.OverriddenProperty is { } overridden)
        {
            return Cached(overridden);
        }

        foreach (var contract in property.ContainingType.AllInterfaces)
        {
            foreach (var member in contract.GetMembers(MemberKey.LastPart(property.Name)).OfType<IPropertySymbol>())
            {
                if (SymbolEqualityComparer.Default.Equals(property.ContainingType.FindImplementationForInterfaceMember(member), property))
                {
                    return Cached(member);
                }
            }
        }

        return ImmutableArray<string>.Empty;
    }

    private ImmutableArray<string> RunsInOfType(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Delegate } @delegate ? Cached(@delegate) : ImmutableArray<string>.Empty;

    private ImmutableArray<string> RunsInOfParameter(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || Of(method) is not { } contract)
        {
            return ImmutableArray<string>.Empty;
        }

        var ordinal = parameter.Ordinal + (method.ReducedFrom is null ? 0 : 1);
        return contract.ParameterRunsIn.TryGetValue(ordinal, out var contexts) ? contexts : ImmutableArray<string>.Empty;
    }

    private static ImmutableArray<string> Contexts(IEnumerable<Clause> clauses) =>
        clauses.Select(clause => clause.Object?.Text ?? "").Where(context => context.Length > 0).ToImmutableArray();

    private static ImmutableArray<string> Join(ImmutableArray<string> own, ImmutableArray<string> ofType) =>
        ofType.IsEmpty ? own : own.IsEmpty ? ofType : own.Union(ofType, StringComparer.Ordinal).ToImmutableArray();

    private sealed class CallComparer : IEqualityComparer<(IMethodSymbol Method, ITypeSymbol Receiver)>
    {
        public static readonly CallComparer Instance = new();

        public bool Equals((IMethodSymbol Method, ITypeSymbol Receiver) x, (IMethodSymbol Method, ITypeSymbol Receiver) y) =>
            SymbolEqualityComparer.Default.Equals(x.Method, y.Method) && SymbolEqualityComparer.Default.Equals(x.Receiver, y.Receiver);

        public int GetHashCode((IMethodSymbol Method, ITypeSymbol Receiver) call) =>
            SymbolEqualityComparer.Default.GetHashCode(call.Method) * 31 + SymbolEqualityComparer.Default.GetHashCode(call.Receiver);
    }
}
