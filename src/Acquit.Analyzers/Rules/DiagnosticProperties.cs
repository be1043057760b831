namespace Acquit.Analyzers.Rules;

/// <summary>Keys of the properties by which a diagnostic tells its fix, and those who draw its path, what it knows.</summary>
internal static class DiagnosticProperties
{
    /// <summary>Names of the members that release what is held, best first, comma separated.</summary>
    public const string Releases = nameof(Releases);

    /// <summary>The expression by which the resource can be named at the exit.</summary>
    public const string Holder = nameof(Holder);

    /// <summary>The expression that says how many are held.</summary>
    public const string Count = nameof(Count);

    /// <summary>The index, among the additional locations, of the way out of the method.</summary>
    public const string Exit = nameof(Exit);

    /// <summary>The name of the API to call instead.</summary>
    public const string Use = nameof(Use);

    /// <summary>Which of the mistakes that go by the same ID it is.</summary>
    public const string Mistake = nameof(Mistake);

    /// <summary>There for what is wrong between the members of a type, and not within one of them.</summary>
    public const string Life = nameof(Life);

    /// <summary>The name of the collection that it is left in, and by which alone it can be named.</summary>
    public const string Collection = nameof(Collection);

    /// <summary>What happens where the diagnostic itself is.</summary>
    public const string Here = nameof(Here);

    /// <summary>How many of the additional locations come before the diagnostic's own one on the path.</summary>
    public const string Before = nameof(Before);

    /// <summary>What happens at the additional location of the same index.</summary>
    public static string Step(int index) => "Step" + index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
