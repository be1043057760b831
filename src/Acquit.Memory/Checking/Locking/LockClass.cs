namespace Acquit.Memory;

/// <summary>Locks that play the same part (lock_class_key): what is learnt of the order of one holds for all of them.</summary>
/// <remarks>
/// Without one, the locks that one line of code makes under one name are a class. Give the same to locks made at several places,
/// and different ones to locks made at one place that play different parts.
/// </remarks>
/// <param name="name">The name in messages.</param>
public sealed class LockClass(string name)
{
    /// <summary>The name in messages.</summary>
    public string Name { get; } = name;

    /// <summary>The class in words.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}

/// <summary>A class, and which of several locks of that class that are taken one inside the other.</summary>
internal readonly record struct LockKey(LockClass? Class, int Subclass)
{
    public override string ToString() => Subclass == 0 ? $"{Class}" : $"{Class} (nested {Subclass})";
}
