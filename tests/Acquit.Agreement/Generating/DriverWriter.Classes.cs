namespace Acquit.Agreement.Generating;

/// <remarks>What is kept in fields from one call to another, and what the core calls.</remarks>
internal sealed partial class DriverWriter
{
    private const string CardClass = "private sealed record Card(KernelMemory Kernel, Page Page);";

    private readonly ImmutableDictionary<string, ImmutableArray<string>>.Builder classes = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>();

    /// <summary>An object that keeps two things in its fields from its opening to its closing.</summary>
    public Kind AsKeeper()
    {
        Note(Feature.Fields);
        int id = number++;
        string owner = $"Keeper{id}";
        classes.Add(owner, ["private Page? page;", "private VmArea? area;"]);
        Statement free = new Line("kernel.FreePage(page!);") { IsRelease = true, Mistaken = ["kernel.UnpinUserPage(page!);"] };
        Add("int", $"Open{id}", "0", [
            new Line("page = kernel.AllocPage(GfpFlags.Kernel);"),
            new If("page == null", Block.Of(new Leave("-1")), Block.Empty),
            new Line("area = kernel.Vmap(frames, VmapFlags.None);"),
            new If("area == null", Block.Of(free, new Line("page = null;"), new Leave("-1")), Block.Empty)]);
        Add("void", $"Close{id}", "", [
            new Line("kernel.Vunmap(area);") { IsRelease = true, Mistaken = ["kernel.Vfree(area);"] },
            new Line("kernel.FreePage(page!);") { IsRelease = true }]);
        bool isRenewed = random.Next(2) == 0;
        if (isRenewed)
        {
            Add("void", $"Renew{id}", "", [
                new Line("kernel.Vunmap(area);") { IsRelease = true },
                new Line("area = kernel.Vmap(frames, VmapFlags.None);")]);
        }

        return new Kind(Feature.Fields, "keeper", $"@e = @.Open{id}({Driver.Given});", $"@.Close{id}({Driver.Given});")
        {
            Variables = [("@", $"{owner} @ = new();"), ("@e", "int @e = -1;")],
            Failed = "@e != 0",
            Remembers = "@e == 0",
            Forget = "@e = -1;",
            Uses = isRenewed ? [$"@.Renew{id}({Driver.Given});"] : [],
        };

        void Add(string result, string name, string end, ImmutableArray<Statement> body) => helpers.Add(
            new Method(name, $"public {result} {name}({Driver.GivenTypes})", ImmutableDictionary<string, string>.Empty, new Block(body), end) { Owner = owner });
    }

    /// <summary>The operation by which a file is mapped: it shows a page at once, or when it is touched.</summary>
    public string WriteHandlers()
    {
        Note(Feature.Handlers);
        int id = number++;
        if (!members.Contains(CardClass))
            members.Add(CardClass);
        bool isLazy = random.Next(3) != 0;
        if (isLazy)
            WriteFaultHandler(id);
        helpers.Add(new Method($"Mmap{id}", $"private static int Mmap{id}(FileStruct file, VmAreaStruct area)", Of("file.PrivateData").Add("err", "int err = 0;"), Block.Of(isLazy
            ? new Line($"area.Flags |= VmFlags.MixedMap; area.PrivateData = file.PrivateData; area.Ops = new VmOperations {{ Fault = Fault{id} }};")
            : new Line("err = kernel.VmInsertPage(area, area.Start, second);")
            {
                IsRelease = true,
                Mistaken = ["err = kernel.VmfInsertPage(area, area.Start, second) == VmFaultCode.NoPage ? 0 : -1;"],
            }), $"kernel.Injection.Choose(\"Mmap{id} fails\") ? -1 : err"));
        return $"Mmap{id}";
    }

    private void WriteFaultHandler(int id)
    {
        bool isThroughHelper = random.Next(3) == 0;
        Line insert = new("code = kernel.VmfInsertPage(area, address, second);")
        {
            IsRelease = true,
            Mistaken = ["code = kernel.VmInsertPage(area, address, second) == 0 ? VmFaultCode.NoPage : VmFaultCode.SigBus;"],
        };
        ImmutableDictionary<string, string> code = ImmutableDictionary<string, string>.Empty.Add("code", "VmFaultCode code = VmFaultCode.SigBus;");
        if (isThroughHelper)
        {
            helpers.Add(new Method(
                $"Insert{id}", $"private static VmFaultCode Insert{id}(KernelMemory kernel, VmAreaStruct area, ulong address, Page second)", code, Block.Of(insert), "code"));
        }

        ImmutableDictionary<string, string> variables = Of("fault.Area.PrivateData").AddRange(code)
            .Add("area", "VmAreaStruct area = fault.Area;").Add("address", "ulong address = fault.Address;").Add("spare", "Page? spare = null;");
        Statement body = isThroughHelper ? new Line($"code = Insert{id}(kernel, area, address, second);") : insert;
        helpers.Add(new Method($"Fault{id}", $"private static VmFaultCode Fault{id}(VmFault fault)", variables, random.Next(2) == 0
            ? Block.Of(body)
            : Block.Of(
                new Line("spare = kernel.AllocPage(GfpFlags.Kernel);"),
                new If("spare == null", Block.Of(new Leave("VmFaultCode.Oom")), Block.Empty),
                body,
                new Line("kernel.FreePage(spare!);") { IsRelease = true, Mistaken = ["kernel.UnpinUserPage(spare!);"] }), "code"));
    }

    private static ImmutableDictionary<string, string> Of(string data) => ImmutableDictionary<string, string>.Empty
        .Add("kernel", $"KernelMemory kernel = ((Card){data}!).Kernel;").Add("second", $"Page second = ((Card){data}!).Page;");
}
