using System.Collections.Immutable;
using Acquit.Analyzers.Contracts.Language;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts.Reading;

/// <summary>
/// What one file says of a member as it is called on certain types: WaitOne of a Mutex takes a lock, though a WaitHandle declares it
/// and an event is one as well.
/// </summary>
internal sealed class ReceiverClauses
{
    public static readonly ReceiverClauses None = new(ImmutableArray<(string, ImmutableArray<Clause>)>.Empty);

    private readonly ImmutableArray<(string Type, ImmutableArray<Clause> Clauses)> _byType;

    private ReceiverClauses(ImmutableArray<(string Type, ImmutableArray<Clause> Clauses)> byType) => _byType = byType;

    public ReceiverClauses Add(string type, ImmutableArray<Clause> clauses) => new(_byType.Add((type, clauses)));

    public IEnumerable<string> TypesThat(Func<Clause, bool> clause) => _byType.Where(entry => entry.Clauses.Any(clause)).Select(entry => entry.Type);

    /// <summary>The clauses that hold of a receiver: of its own type, else of the nearest it derives from, else of what it implements.</summary>
    public bool TryGet(ITypeSymbol receiver, out ImmutableArray<Clause> clauses)
    {
        for (var type = receiver; type is not null && !_byType.IsEmpty; type = type.BaseType)
        {
            if (TryGetOf(type, out clauses))
            {
                return true;
            }
        }

        foreach (var contract in _byType.IsEmpty ? ImmutableArray<INamedTypeSymbol>.Empty : receiver.AllInterfaces)
        {
            if (TryGetOf(contract, out clauses))
            {
                return true;
            }
        }

        clauses = ImmutableArray<Clause>.Empty;
        return false;
    }

    private bool TryGetOf(ITypeSymbol type, out ImmutableArray<Clause> clauses)
    {
        var id = type.OriginalDefinition.GetDocumentationCommentId();
        clauses = _byType.Where(entry => entry.Type == id).SelectMany(entry => entry.Clauses).ToImmutableArray();
        return !clauses.IsEmpty;
    }
}
