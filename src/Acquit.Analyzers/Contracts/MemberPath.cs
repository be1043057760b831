using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Contracts;

/// <summary>The way from what a target names to something inside it: fields and properties, outermost first.</summary>
internal sealed class MemberPath : IEquatable<MemberPath>
{
    public MemberPath(ImmutableArray<ISymbol> members, bool isNew)
    {
        Members = members;
        IsNew = isNew;
    }

    public ImmutableArray<ISymbol> Members { get; }

    /// <summary>The last member is assigned by the call; otherwise it stays what it is.</summary>
    public bool IsNew { get; }

    public bool Equals(MemberPath? other) =>
        other is not null && IsNew == other.IsNew && Members.SequenceEqual(other.Members, SymbolEqualityComparer.Default);

    public override bool Equals(object? obj) => Equals(obj as MemberPath);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Members[Members.Length - 1]);
}
