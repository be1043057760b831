using System.Collections.Concurrent;
using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>
/// Where the code of a type writes names that its fields have, found by one search through its text. Safe to use from several
/// threads.
/// </summary>
internal sealed class FieldNames
{
    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<INamedTypeSymbol, Dictionary<string, List<(SyntaxReference Declaration, int Start)>>> _mentions = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<ISymbol, bool> _neverSet = new(SymbolEqualityComparer.Default);

    public FieldNames(Compilation compilation) => _compilation = compilation;

    /// <summary>Whether all code that can be searched for a field is at hand: it is declared in the sources of the compilation itself.</summary>
    public bool Covers(ISymbol field) => field.IsInSourceOf(_compilation);

    /// <summary>In source order; whether a name stands for the field is for its binding to say.</summary>
    public IEnumerable<IdentifierNameSyntax> Of(ISymbol field, CancellationToken cancellationToken)
    {
        var type = field.ContainingType.OriginalDefinition;
        var mentions = _mentions.TryGetValue(type, out var known) ? known : _mentions.GetOrAdd(type, Find(type, type, cancellationToken));
        return In(mentions, field, cancellationToken);
    }

    /// <summary>Whether nothing that names a field puts anything there; asked of fields that only code of their type, or of the one around a struct, can name.</summary>
    /// <param name="isRead">Whether what names it does not.</param>
    public bool IsNeverSet(IFieldSymbol field, Func<IdentifierNameSyntax, bool> isRead, CancellationToken cancellationToken)
    {
        var type = field.ContainingType.OriginalDefinition;
        return _neverSet.TryGetValue(field.OriginalDefinition, out var known)
            ? known
            : _neverSet.GetOrAdd(
                field.OriginalDefinition,
                (type is { TypeKind: TypeKind.Struct, ContainingType: { } around } ? In(Find(type, around, cancellationToken), field, cancellationToken) : Of(field, cancellationToken)).All(isRead));
    }

    private static IEnumerable<IdentifierNameSyntax> In(
        Dictionary<string, List<(SyntaxReference Declaration, int Start)>> mentions, ISymbol field, CancellationToken cancellationToken)
    {
        if (!mentions.TryGetValue(field.Name, out var mentioned))
        {
            yield break;
        }

        foreach (var (declaration, start) in mentioned)
        {
            var token = declaration.GetSyntax(cancellationToken).FindToken(start);
            if (token.Parent is IdentifierNameSyntax name && token.ValueText == field.Name)
            {
                yield return name;
            }
        }
    }

    private Dictionary<string, List<(SyntaxReference Declaration, int Start)>> Find(INamedTypeSymbol type, INamedTypeSymbol around, CancellationToken cancellationToken)
    {
        var scanner = new NameScanner(type.GetMembers().Where(m => m is IFieldSymbol or IPropertySymbol).Select(m => m.Name));
        var mentions = new Dictionary<string, List<(SyntaxReference, int)>>(StringComparer.Ordinal);
        var hits = new List<NameHit>();
        foreach (var reference in SourceOrder.Of(around.DeclarationsIn(_compilation)))
        {
            hits.Clear();
            scanner.Find(reference.SyntaxTree.GetText(cancellationToken), reference.Span, hits, cancellationToken);
            foreach (var hit in hits)
            {
                if (!mentions.TryGetValue(hit.Name, out var mentioned))
                {
                    mentions.Add(hit.Name, mentioned = new());
                }

                mentioned.Add((reference, hit.Start));
            }
        }

        return mentions;
    }
}
