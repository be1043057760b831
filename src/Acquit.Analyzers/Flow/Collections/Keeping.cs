using Microsoft.CodeAnalysis;

namespace Acquit.Analyzers.Flow.Collections;

/// <summary>What one world knows of a collection that a variable of the method has to itself.</summary>
/// <param name="Variable">The only name there is for it.</param>
/// <param name="Collection">The collection.</param>
/// <param name="Held">
/// Something that was put into it, and that the method owed the release of by then; null where somebody else may look after what is in it.
/// </param>
/// <param name="Element">What that is held on, as long as something may still name it by itself.</param>
/// <param name="At">Where it was put in.</param>
internal sealed record Keeping(ILocalSymbol Variable, Value Collection, Resource? Held = null, Value Element = default, SyntaxNode? At = null)
{
    public bool IsSameAs(Keeping other) => Held?.Site == other.Held?.Site && Element == other.Element && Collection == other.Collection;
}
