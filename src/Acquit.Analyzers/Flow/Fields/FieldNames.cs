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
    private readonly ConcurrentDictionary<INamedTypeSymbol, ILookup<string, (SyntaxNode Declaration, int Start)>> _mentions = new(SymbolEqualityComparer.Default);

    public FieldNames(Compilation compilation) => _compilation = compilation;

    /// <summary>In source order; whether a name stands for the field is for its binding to say.</summary>
    public IEnumerable<IdentifierNameSyntax> Of(ISymbol field, CancellationToken cancellationToken)
    {
        var type = field.ContainingType.OriginalDefinition;
        var mentions = _mentions.TryGetValue(type, out var known) ? known : _mentions.GetOrAdd(type, Find(type, cancellationToken));
        foreach (var (declaration, start) in mentions[field.Name])
        {
            var token = declaration.FindToken(start);
            if (token.Parent is IdentifierNameSyntax name && token.ValueText == field.Name)
            {
                yield return name;
            }
        }
    }

    private ILookup<string, (SyntaxNode Declaration, int Start)> Find(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var scanner = new NameScanner(type.GetMembers().Where(m => m is IFieldSymbol or IPropertySymbol).Select(m => m.Name));
        var mentions = new List<(string Name, SyntaxNode Declaration, int Start)>();
        foreach (var reference in SourceOrder.Of(type.DeclarationsIn(_compilation)))
        {
            var hits = new List<NameHit>();
            scanner.Find(reference.SyntaxTree.GetText(cancellationToken).GetSubText(reference.Span), hits, cancellationToken);
            if (hits.Count > 0)
            {
                var declaration = reference.GetSyntax(cancellationToken);
                mentions.AddRange(hits.Select(hit => (hit.Name, declaration, reference.Span.Start + hit.Start)));
            }
        }

        return mentions.ToLookup(m => m.Name, m => (m.Declaration, m.Start), StringComparer.Ordinal);
    }
}
