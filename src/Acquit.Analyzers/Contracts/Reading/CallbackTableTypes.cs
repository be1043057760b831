using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>The types of tables of callbacks that some call runs, by what is said of its parameter, in a context of its own.</summary>
internal sealed class CallbackTableTypes
{
    private readonly Lazy<ImmutableHashSet<ITypeSymbol>> _types;

    public CallbackTableTypes(Compilation compilation, Annotations annotations, ImmutableArray<FileIndex> files, MemberContracts contracts) =>
        _types = new(() => annotations.MethodsThat(verb => verb == Verb.RunsIn)
            .Concat(files.SelectMany(index => index.IdsThat(Verb.RunsIn))
                .SelectMany(id => DocumentationCommentId.GetSymbolsForDeclarationId(id, compilation)).OfType<IMethodSymbol>())
            .SelectMany(method => contracts.Of(method)?.ParameterRunsIn.Keys.Select(ordinal => method.Parameters[ordinal].Type) ?? Enumerable.Empty<ITypeSymbol>())
            .Where(type => type.TypeKind != TypeKind.Delegate)
            .ToImmutableHashSet<ITypeSymbol>(SymbolEqualityComparer.Default));

    /// <summary>Whether a type is one of them, or is passed as one.</summary>
    public bool Include(ITypeSymbol type)
    {
        for (ITypeSymbol? each = type; each is not null; each = each.BaseType)
        {
            if (_types.Value.Contains(each))
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(_types.Value.Contains);
    }
}
