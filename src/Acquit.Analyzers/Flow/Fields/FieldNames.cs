using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Acquit.Analyzers.Flow.Fields;

/// <summary>Where the code of a type writes names that its fields have, found by one walk through it. Safe to use from several threads.</summary>
internal sealed class FieldNames
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ILookup<string, IdentifierNameSyntax>> _names = new(SymbolEqualityComparer.Default);

    /// <summary>In source order; whether a name stands for the field is for its binding to say.</summary>
    public IEnumerable<IdentifierNameSyntax> Of(ISymbol field, CancellationToken cancellationToken)
    {
        var type = field.ContainingType.OriginalDefinition;
        return (_names.TryGetValue(type, out var known) ? known : _names.GetOrAdd(type, Find(type, cancellationToken)))[field.Name];
    }

    private static ILookup<string, IdentifierNameSyntax> Find(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var fields = new HashSet<string>(type.GetMembers().Where(m => m is IFieldSymbol or IPropertySymbol).Select(m => m.Name), StringComparer.Ordinal);
        return SourceOrder.Of(type.DeclaringSyntaxReferences)
            .SelectMany(reference => reference.GetSyntax(cancellationToken).DescendantNodes().OfType<IdentifierNameSyntax>())
            .Where(name => fields.Contains(name.Identifier.ValueText))
            .ToLookup(name => name.Identifier.ValueText, StringComparer.Ordinal);
    }
}
