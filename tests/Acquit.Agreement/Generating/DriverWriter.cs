namespace Acquit.Agreement.Generating;

/// <summary>Writes one driver from one seed.</summary>
internal sealed partial class DriverWriter
{
    private readonly Random random;
    private readonly List<Method> helpers = [];
    private readonly List<string> members = [];
    private readonly HashSet<Feature> features = [];
    private readonly List<Held> around = [];
    private int number;

    private DriverWriter(Random random) => this.random = random;

    /// <summary>How deep in helpers the method that is being written is.</summary>
    public int Depth { get; private set; }

    public static Driver Write(string name, int seed)
    {
        Random random = new(seed);
        DriverWriter writer = new(random);
        Frame frame = new(random.Next(3) == 0, hasConditions: true);
        foreach ((string type, string theLock) in Driver.Locks)
            frame.Variables[theLock] = $"{type} {theLock} = new(kernel, \"{theLock}\");";
        Block body = new BodyWriter(writer, random, frame).Write(random.Next(3, 8), []);
        Method entry = new(
            Driver.Entry,
            $"public static int {Driver.Entry}({string.Join(", ", Driver.Parameters.Select(one => $"{one.Type} {one.Name}"))})",
            frame.Variables.ToImmutable(), body, "0");
        Driver right = new(name, [.. writer.members], [entry, .. writer.helpers], [.. writer.features]) { Classes = writer.classes.ToImmutable() };
        int mistakes = random.Next(5) switch { 0 => 0, 4 => 2, _ => 1 };
        return mistakes == 0 ? right : Mistakes.Make(right with { Features = right.Features.Add(Feature.Mistake) }, mistakes, random);
    }

    public void Note(Feature feature) => features.Add(feature);

    /// <summary>What a <c>finally</c> around gives back is not given back before leaving.</summary>
    public bool IsAround(Held one) => around.Contains(one);

    public void Surround(Held one) => around.Add(one);

    public void Leave(Held one) => around.Remove(one);

    /// <summary>A method that does something of its own, while its callers hold what they hold.</summary>
    public string WriteHelper(List<Held> held)
    {
        Note(Depth == 0 ? Feature.Helper : Feature.HelperTwoDeep);
        string name = $"Work{number++}";
        Frame frame = new(random.Next(3) == 0, hasConditions: true);
        foreach (string condition in (string[])["c0", "c1", "c2"])
            frame.Variables[condition] = $"bool {condition} = kernel.Injection.Choose(\"{name}.{condition}\");";
        frame.Variables["n"] = $"int n = kernel.Injection.Choose(\"{name}.n\", 3);";
        Depth++;
        // The callers' locks are held there, too, and are not the helper's to give back.
        Held[] outside = [.. held.Where(one => one.Kind.IsAlone).Select(one => one with { Kind = one.Kind with { Remembers = "", Uses = [] } })];
        around.AddRange(outside);
        Block body = new BodyWriter(this, random, frame).Write(random.Next(1, 4), outside);
        foreach (Held one in outside)
            around.Remove(one);
        Depth--;
        helpers.Add(new Method(name, $"private static int {name}({Driver.GivenTypes})", frame.Variables.ToImmutable(), body, $"kernel.Injection.Choose(\"{name} fails\") ? -1 : 0"));
        return name;
    }

    /// <summary>The same, acquired and given back by methods that do nothing else, up to two deep.</summary>
    public Kind ThroughHelper(Kind kind)
    {
        if (kind.Type.Length == 0 && !kind.IsAlone)
            return kind;
        Note(Feature.Helper);
        int levels = random.Next(1, 3);
        string acquire = kind.Type.Length > 0 || kind.Variables.Length > 0 ? kind.Acquire[(kind.Acquire.IndexOf(" = ", StringComparison.Ordinal) + 3)..] : kind.Acquire;
        string release = kind.Releases[random.Next(kind.Releases.Length)];
        string result = kind.Variables.Length == 0 ? "void" : kind.Variables[0].Declaration.Split(' ')[0];
        for (int level = 0; level < levels; level++)
        {
            if (level > 0)
                Note(Feature.HelperTwoDeep);
            string taking = $"Take{number}";
            string giving = $"Give{number++}";
            helpers.Add(Small(taking, $"private static {result} {taking}({Driver.GivenTypes})", acquire, yields: result != "void"));
            string given = kind.Type.Length > 0 ? $"{Driver.GivenTypes}, {result} it" : Driver.GivenTypes;
            helpers.Add(Small(giving, $"private static void {giving}({given})", release.Replace("@", "it", StringComparison.Ordinal), yields: false));
            acquire = $"{taking}({Driver.Given});";
            release = kind.Type.Length > 0 ? $"{giving}({Driver.Given}, @);" : $"{giving}({Driver.Given});";
        }

        bool isAcquired = random.Next(3) != 0;
        bool isReleased = !isAcquired || random.Next(3) != 0;
        string left = kind.Variables.Length > 0 ? kind.Acquire[..(kind.Acquire.IndexOf(" = ", StringComparison.Ordinal) + 3)] : "";
        return kind with
        {
            Acquire = isAcquired ? left + acquire : kind.Acquire,
            Releases = isReleased ? [release] : kind.Releases,
        };
    }

    /// <summary>Two things that are kept together in a struct, made and ended by a pair of methods.</summary>
    public Kind AsContext()
    {
        Note(Feature.ContextStruct);
        int id = number++;
        members.Add($"private struct Context{id} {{ public Page? Page; public VmArea? Area; }}");
        ImmutableDictionary<string, string> none = ImmutableDictionary<string, string>.Empty;
        bool bySteps = random.Next(2) == 0;
        Statement undo = new Line("kernel.FreePage(it.Page!);") { IsRelease = true, Mistaken = ["kernel.UnpinUserPage(it.Page!);"] };
        helpers.Add(new Method($"Init{id}", $"private static int Init{id}({Driver.GivenTypes}, ref Context{id} it)", none, new Block([
            new Line("it.Page = kernel.AllocPage(GfpFlags.Kernel);"),
            new If("it.Page == null", Block.Of(new Leave("-1")), Block.Empty),
            new Line("it.Area = kernel.Vmap(frames, VmapFlags.None);"),
            new If("it.Area == null", bySteps ? Block.Of(new Goto("free")) : Block.Of(undo, new Leave("-1")), Block.Empty),
            new Leave("0"),
            .. bySteps ? (Statement[])[new Label("free"), undo] : []]), "-1"));
        helpers.Add(new Method($"Clear{id}", $"private static void Clear{id}({Driver.GivenTypes}, ref Context{id} it)", none, Block.Of(
            new Line("kernel.Vunmap(it.Area);") { IsRelease = true, Mistaken = ["kernel.Vfree(it.Area);"] },
            new Line("kernel.FreePage(it.Page!);") { IsRelease = true }), ""));
        return new Kind(Feature.ContextStruct, "context", $"@e = Init{id}({Driver.Given}, ref @);", $"Clear{id}({Driver.Given}, ref @);")
        {
            Variables = [("@", $"Context{id} @ = default;"), ("@e", "int @e = -1;")],
            Failed = "@e != 0",
            Remembers = "@e == 0",
            Forget = "@e = -1;",
            Uses = ["@.Area!.Span[0] = 1;"],
        };
    }

    private static Method Small(string name, string head, string line, bool yields) => new(
        name, head, ImmutableDictionary<string, string>.Empty,
        yields ? Block.Empty : Block.Of(new Line(line)), yields ? line.TrimEnd(';') : "");
}
