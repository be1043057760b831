namespace Acquit.Agreement.Generating;

/// <summary>A whole program.</summary>
/// <param name="Name">The name of its class.</param>
/// <param name="Members">What stands in the class before the methods: fields, types.</param>
/// <param name="Methods">The entry comes first.</param>
/// <param name="Features">What was made use of.</param>
internal sealed record Driver(string Name, ImmutableArray<string> Members, ImmutableArray<Method> Methods, ImmutableHashSet<Feature> Features)
{
    public const string Entry = "Run";

    /// <summary>Classes within it, by name, with their fields.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Classes { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>What the entry is given, in this order.</summary>
    public static ImmutableArray<(string Type, string Name)> Parameters { get; } =
    [
        ("KernelMemory", "kernel"), ("MmStruct", "mm"), ("DmaDevice", "device"), ("Page", "first"), ("Page", "second"), ("Page[]", "frames"),
        ("ulong", "user"), ("bool", "c0"), ("bool", "c1"), ("bool", "c2"), ("int", "n"),
    ];

    /// <summary>Locks that the entry makes: nobody else can give them back.</summary>
    public static ImmutableArray<(string Type, string Name)> Locks { get; } = [("Spinlock", "spin"), ("KernelMutex", "mutex"), ("RwSemaphore", "sem")];

    /// <summary>What methods pass on to one another: all but what is chosen.</summary>
    private static IEnumerable<(string Type, string Name)> PassedOn => Parameters.Where(one => one.Type is not ("bool" or "int")).Concat(Locks);

    public static string Given { get; } = string.Join(", ", PassedOn.Select(one => one.Name));

    public static string GivenTypes { get; } = string.Join(", ", PassedOn.Select(one => $"{one.Type} {one.Name}"));
}
