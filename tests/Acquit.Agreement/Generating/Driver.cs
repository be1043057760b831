namespace Acquit.Agreement.Generating;

/// <summary>A whole program.</summary>
/// <param name="Name">The name of its class.</param>
/// <param name="Members">What stands in the class before the methods: fields, types.</param>
/// <param name="Methods">The entry comes first.</param>
/// <param name="Features">What was made use of.</param>
internal sealed record Driver(string Name, ImmutableArray<string> Members, ImmutableArray<Method> Methods, ImmutableHashSet<Feature> Features)
{
    public const string Entry = "Run";

    /// <summary>What the entry is given, in this order.</summary>
    public static ImmutableArray<(string Type, string Name)> Parameters { get; } =
    [
        ("KernelMemory", "kernel"), ("MmStruct", "mm"), ("DmaDevice", "device"), ("Page", "first"), ("Page", "second"), ("Page[]", "frames"),
        ("ulong", "user"), ("Spinlock", "spin"), ("KernelMutex", "mutex"), ("RwSemaphore", "sem"),
        ("bool", "c0"), ("bool", "c1"), ("bool", "c2"), ("int", "n"),
    ];

    /// <summary>As methods pass them on to one another: without what is chosen.</summary>
    public static string Given { get; } = string.Join(", ", Parameters.Take(10).Select(one => one.Name));

    public static string GivenTypes { get; } = string.Join(", ", Parameters.Take(10).Select(one => $"{one.Type} {one.Name}"));
}
