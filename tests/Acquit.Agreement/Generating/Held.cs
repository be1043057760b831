namespace Acquit.Agreement.Generating;

/// <summary>Something that the code written so far holds.</summary>
/// <param name="Kind">What it is; null for elements that were acquired one by one.</param>
/// <param name="Name">Its variable.</param>
/// <param name="Guard">When it is held; empty for always.</param>
/// <param name="Release">Writes what gives it back, anew each time.</param>
internal sealed record Held(Kind Kind, string Name, string Guard, Func<ImmutableArray<Statement>> Release)
{
    public ImmutableArray<Statement> GuardedRelease() => Guard.Length == 0 ? Release() : [new If(Guard, new Block(Release()), Block.Empty)];
}
