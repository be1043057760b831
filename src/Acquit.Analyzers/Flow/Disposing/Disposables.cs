using System.Collections.Concurrent;
using System.Collections.Immutable;
using Acquit.Analyzers.Contracts;
using Acquit.Analyzers.Contracts.Binding;
using Acquit.Analyzers.Flow.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Disposing;

/// <summary>
/// Objects that are to be disposed of, as resources: which types those are, what makes one and what ends it. Only asked where the
/// user has chosen so. Safe to use from several threads.
/// </summary>
internal sealed class Disposables
{
    /// <summary>The kind of all of them; no contract can name it.</summary>
    public const string Kind = "disposable object";

    private static readonly AcquireClause Made =
        new(Target.Return, Kind, Condition.Always, null, ImmutableArray.Create(Conventions.Dispose), null, ImmutableArray<string>.Empty, false, null);

    private static readonly ReleaseClause Ended = new(Target.Receiver, Kind, Condition.Always, null, false, null);

    private readonly Compilation _compilation;
    private readonly ContractTable _contracts;
    private readonly IMethodSymbol? _dispose;
    private readonly IMethodSymbol? _disposeAsync;
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    public Disposables(Compilation compilation, ContractTable contracts)
    {
        _compilation = compilation;
        _contracts = contracts;
        _dispose = Only(compilation.GetSpecialType(SpecialType.System_IDisposable));
        _disposeAsync = Only(compilation.GetTypeByMetadataName("System.IAsyncDisposable"));

        static IMethodSymbol? Only(INamedTypeSymbol? type) => type?.GetMembers().OfType<IMethodSymbol>().FirstOrDefault();
    }

    /// <summary>Whether an object of the type is to be disposed of by whoever made it.</summary>
    public bool NeedsDisposing(ITypeSymbol type, CancellationToken cancellationToken) =>
        type is INamedTypeSymbol { IsReferenceType: true, TypeKind: TypeKind.Class or TypeKind.Interface, OriginalDefinition: var named } &&
        (_known.TryGetValue(named, out var known) ? known : _known.GetOrAdd(named, IsDisposable(named) && !IsHarmless(named, cancellationToken)));

    /// <summary>Whether a call makes an object: a constructor, or a library's factory.</summary>
    public bool Makes(IMethodSymbol method, CancellationToken cancellationToken) => method.MethodKind switch
    {
        MethodKind.Constructor => NeedsDisposing(method.ContainingType, cancellationToken),
        MethodKind.Ordinary => IsFactory(method, cancellationToken),
        _ => false,
    };

    /// <summary>Whether the body of a method has to be read to tell who owns what it returns, or leaves in what is passed by reference.</summary>
    public bool MayHandOut(IMethodSymbol method, CancellationToken cancellationToken) =>
        method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction && method.IsInSourceOf(_compilation) &&
        (NeedsDisposing(OperandTypes.Awaited(method.ReturnType), cancellationToken) ||
         method.Parameters.Any(p => p.RefKind is RefKind.Out or RefKind.Ref && NeedsDisposing(p.Type, cancellationToken)));

    /// <summary>Whether a call ends what it is made on.</summary>
    public bool Ends(IMethodSymbol method) =>
        !method.IsStatic &&
        (Is(method, _dispose) || Is(method, _disposeAsync) || (Conventions.IsNamedLikeAnEnd(method) && IsDisposable(method.ContainingType)));

    /// <summary>Whether a call neither ends what it is made on nor may return it, for others to end.</summary>
    public bool LeavesAlone(IMethodSymbol method) =>
        !Ends(method) && (method.ReturnsVoid || method.ReturnType.SpecialType is not (SpecialType.None or SpecialType.System_Object) || !_compilation.ClassifyCommonConversion(method.ContainingType, method.ReturnType).IsImplicit);

    /// <summary>The effects of a call that makes an object, beside what else it does.</summary>
    public static MemberContract AndMakes(MemberContract? summary) =>
        (summary ?? new MemberContract()) with { Acquires = (summary?.Acquires ?? ImmutableArray<AcquireClause>.Empty).Add(Made) };

    /// <summary>The effects of a call that ends its receiver, beside what else it does.</summary>
    public static MemberContract AndEnds(MemberContract? summary) =>
        (summary ?? new MemberContract()) with { Releases = (summary?.Releases ?? ImmutableArray<ReleaseClause>.Empty).Add(Ended) };

    /// <summary>Whether a constructor is told that what it is given stays the caller's: by a constant, in the usual words.</summary>
    public static bool LeavesOpen(Call call) =>
        call.Method.MethodKind == MethodKind.Constructor &&
        call.Arguments.Any(a => Conventions.IsWhetherToLeaveOpen(a.Parameter) && a.Before == Value.One);

    /// <summary>Whether a call may return what it is made on, for more calls to be made on that.</summary>
    public static bool MayReturnReceiver(Call call, Compilation compilation) =>
        call.Instance?.Type is { } type && !call.Method.ReturnsVoid && call.Method.ReturnType.SpecialType == SpecialType.None &&
        call.Summary?.SameAs.IsEmpty != false && compilation.ClassifyCommonConversion(type, call.Method.ReturnType) is { Exists: true, IsImplicit: true };

    // A static method of the very type that it returns; or of a class of functions, where its name says that what it returns is new. What
    // it opens without being told which, as the console does, is there for all.
    private bool IsFactory(IMethodSymbol method, CancellationToken cancellationToken) =>
        method is { IsStatic: true, IsExtensionMethod: false, IsExtern: false } && !method.IsInSourceOf(_compilation) &&
        (SymbolEqualityComparer.Default.Equals(method.ReturnType.OriginalDefinition, method.ContainingType?.OriginalDefinition) ||
         (method is { ContainingType.IsStatic: true, Parameters.IsEmpty: false } && Conventions.IsNamedLikeAFactory(method))) &&
        NeedsDisposing(method.ReturnType, cancellationToken);

    private bool IsDisposable(ITypeSymbol? type) => type is not null && (Has(type, _dispose) || Has(type, _disposeAsync));

    private static bool Has(ITypeSymbol type, IMethodSymbol? member) =>
        member is not null &&
        (SymbolEqualityComparer.Default.Equals(type, member.ContainingType) || type.AllInterfaces.Contains(member.ContainingType, SymbolEqualityComparer.Default));

    private static bool Is(IMethodSymbol method, IMethodSymbol? member) =>
        member is not null &&
        (SymbolEqualityComparer.Default.Equals(method, member) ||
         (method.ContainingType is { TypeKind: not TypeKind.Interface } type &&
          SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method)));

    // On the list; or its end does nothing, or something that a contract says better.
    private bool IsHarmless(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.OriginalDefinition.GetDocumentationCommentId() is { } id && UndisposedTypes.Ids.Contains(id))
            {
                return true;
            }

            if (t.GetMembers(Conventions.Dispose).OfType<IMethodSymbol>().Any(m => !IsEmpty(m, cancellationToken)))
            {
                break;
            }
        }

        return new[] { _dispose, _disposeAsync }.Any(m => m is not null && type.FindImplementationForInterfaceMember(m) is IMethodSymbol end &&
            (_contracts.Of(end) is not null || (IsEmpty(end, cancellationToken) && !AsksToBeEnded(end.ContainingType))));
    }

    // An end that does nothing says that there is nothing to end only where another interface wanted it to be there, as an
    // enumerator's does: whoever names IDisposable himself asks for the call, whatever he makes of it by now.
    private bool AsksToBeEnded(INamedTypeSymbol type) =>
        type.Interfaces.Any(i => SymbolEqualityComparer.Default.Equals(i, _dispose?.ContainingType) || SymbolEqualityComparer.Default.Equals(i, _disposeAsync?.ContainingType));

    private bool IsEmpty(IMethodSymbol method, CancellationToken cancellationToken) =>
        method.IsInSourceOf(_compilation) && BodyGraphs.DeclarationOf(method, cancellationToken) is MethodDeclarationSyntax { Body.Statements.Count: 0 };
}
