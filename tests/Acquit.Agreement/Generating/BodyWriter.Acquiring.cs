namespace Acquit.Agreement.Generating;

/// <remarks>How something is acquired, and how the code knows later that it was.</remarks>
internal sealed partial class BodyWriter
{
    private void Acquire(List<Statement> body, List<Held> held, int floor, bool isTop)
    {
        Kind[] fit = [.. Kinds.All.Where(kind => Fits(kind, held))];
        Kind[] underLock = [.. fit.Where(one => one.Needs.Length > 0)];
        Kind[] nested = [.. fit.Where(one => one.Nests && held.Any(other => other.Kind.Nests))];
        Kind kind = nested.Length > 0 && random.Next(2) == 0 ? nested[random.Next(nested.Length)]
            : underLock.Length > 0 && random.Next(2) == 0 ? underLock[random.Next(underLock.Length)] : fit[random.Next(fit.Length)];
        if (random.Next(4) == 0)
            kind = driver.ThroughHelper(kind);
        else if (random.Next(12) == 0 && !held.Any(one => one.Kind.IsAtomic))
            kind = driver.AsContext();
        else if (random.Next(14) == 0 && !held.Any(one => one.Kind.IsAtomic))
            kind = driver.AsKeeper();
        driver.Note(kind.Feature);
        if (kind.Needs.Length > 0)
            driver.Note(Feature.NeedsLock);
        if (kind.Failed.EndsWith("<= 0", StringComparison.Ordinal))
            driver.Note(Feature.PartialCount);
        string name = frame.Declare(kind);
        List<Statement> acquire = [Acquiring(kind, name)];
        if (kind.Prepare.Length > 0)
            acquire.Insert(0, new Line(kind.Prepare.Replace("@", name, StringComparison.Ordinal)));
        int way = random.Next(10);
        if (way < 2 && frame.HasConditions && !kind.Nests)
            Conditionally(body, held, kind, name, acquire);
        else if (way == 2 && kind.Remembers.Length > 0 && !kind.IsAlone)
            Remembered(body, held, kind, name, acquire);
        else if (way == 3 && kind.Needs.Length == 0)
            InFinally(body, held, kind, name, acquire);
        else
            Surely(body, held, kind, name, acquire, isTop && held.Skip(floor).All(frame.Ladder.Contains));
    }

    private static bool Fits(Kind kind, List<Held> held) =>
        !(kind.IsAlone && held.Any(one => one.Kind.Stem == kind.Stem))
        && !(kind.MaySleep && held.Any(one => one.Kind.IsAtomic))
        && !(kind.Shuns.Length > 0 && held.Any(one => one.Kind.Stem == kind.Shuns))
        && !(kind.Needs.Length > 0 && !held.Any(one => one.Kind.Stem == kind.Needs && one.Guard.Length == 0));

    private static Line Acquiring(Kind kind, string name) => new(kind.Acquire.Replace("@", name, StringComparison.Ordinal));

    private Held Hold(Kind kind, string name, string guard) => new(kind, name, guard, () => [Giving(kind, name)]);

    private Line Giving(Kind kind, string name)
    {
        string release = kind.Releases[random.Next(kind.Releases.Length)];
        return new Line(release.Replace("@", name, StringComparison.Ordinal))
        {
            IsRelease = true,
            Uses = kind.EndsForGood ? [.. kind.Uses.Select(use => use.Replace("@", name, StringComparison.Ordinal))] : [],
            Mistaken = [.. kind.Mistaken.Concat(kind.Nests ? frame.Outside(kind, name) : []).Select(mistaken => mistaken.Replace("@", name, StringComparison.Ordinal))],
        };
    }

    private void Surely(List<Statement> body, List<Held> held, Kind kind, string name, List<Statement> acquire, bool mayBeStep)
    {
        body.AddRange(acquire);
        AddFailure(body, held, kind, name);
        Held now = Hold(kind, name, "");
        held.Add(now);
        if (frame.HasLadder && mayBeStep)
            frame.Ladder.Add(now);
    }

    private void AddFailure(List<Statement> body, List<Held> held, Kind kind, string name)
    {
        if (kind.Failed.Length > 0)
        {
            driver.Note(Feature.BranchOnResult);
            body.Add(new If(kind.Failed.Replace("@", name, StringComparison.Ordinal), Exit(held), Block.Empty));
        }
    }

    private void Conditionally(List<Statement> body, List<Held> held, Kind kind, string name, List<Statement> acquire)
    {
        driver.Note(Feature.HeldConditionally);
        string guard = conditions[random.Next(conditions.Length)];
        List<Statement> then = [.. acquire];
        AddFailure(then, held, kind, name);
        string known = guard;
        if (random.Next(2) == 0)
        {
            driver.Note(Feature.HeldByFlag);
            known = frame.Declare("flag", "bool @ = false;");
            then.Add(new Line($"{known} = true;"));
        }

        body.Add(new If(guard, Block.Of(then), Block.Empty));
        held.Add(Hold(kind, name, known));
    }

    private void Remembered(List<Statement> body, List<Held> held, Kind kind, string name, List<Statement> acquire)
    {
        driver.Note(Feature.HeldByNull);
        body.AddRange(frame.HasConditions && random.Next(2) == 0
            ? [new If(conditions[random.Next(conditions.Length)], Block.Of(acquire), Block.Empty)]
            : acquire);
        held.Add(Hold(kind, name, kind.Remembers.Replace("@", name, StringComparison.Ordinal)));
    }

    private void InFinally(List<Statement> body, List<Held> held, Kind kind, string name, List<Statement> acquire)
    {
        driver.Note(Feature.Finally);
        body.AddRange(acquire);
        AddFailure(body, held, kind, name);
        Held inside = Hold(kind, name, "");
        driver.Surround(inside);
        Block work = Inner([.. held, inside], 2, random.Next(4) == 0);
        driver.Leave(inside);
        body.Add(new Protected(work, new Block(inside.Release())));
    }

    /// <summary>Elements that are acquired one after another, and given back one by one in one of the usual ways.</summary>
    private void OneByOne(List<Statement> body, List<Held> held, int floor, bool isTop)
    {
        if (held.Any(one => one.Kind.IsAtomic))
            return;
        driver.Note(Feature.ReleasedOneByOne);
        string pages = frame.Declare("list", "Page?[] @ = new Page?[3];");
        string index = frame.Declare("k", "int @ = 0;");
        string release = $"kernel.FreePage({pages}[{index}]!);";
        List<Statement> failure = [new Loop($"while (--{index} >= 0)", Block.Of(new Line(release) { IsRelease = true }))];
        failure.AddRange(Exit(held).Statements);
        body.Add(new Loop($"for ({index} = 0; {index} < 3; {index}++)", Block.Of(
            new Line($"{pages}[{index}] = kernel.AllocPage(GfpFlags.Kernel);"),
            new If($"{pages}[{index}] == null", Block.Of(failure), Block.Empty))));
        string header = random.Next(3) switch
        {
            0 => $"for ({index} = 0; {index} < 3; {index}++)",
            1 => $"for ({index} = 2; {index} >= 0; {index}--)",
            _ => $"while (--{index} >= 0)",
        };
        Kind kind = new(Feature.ReleasedOneByOne, pages, "", release);
        Held now = new(kind, pages, "", () => [new Loop(header, Block.Of(new Line(release) { IsRelease = true, Mistaken = [$"kernel.UnpinUserPage({pages}[{index}]!);"] }))]);
        held.Add(now);
        if (frame.HasLadder && isTop && held.Skip(floor).SkipLast(1).All(frame.Ladder.Contains))
            frame.Ladder.Add(now);
    }

    /// <summary>A file that a process maps and looks into: its operations run in the contexts they are for.</summary>
    private void MapFile(List<Statement> body, List<Held> held)
    {
        if (held.Any(one => one.Kind.IsAtomic || one.Kind.Stem == "mmap"))
            return;
        string operation = driver.WriteHandlers();
        string at = frame.Declare("at", "ulong @ = 0;");
        string result = frame.Declare("err", "int @ = 0;");
        body.Add(new Line($"{result} = mm.Mmap(Page.Size, VmFlags.Read | VmFlags.Shared, out {at}, new FileStruct(new FileOperations {{ Mmap = {operation} }}, new Card(kernel, second)));"));
        body.Add(new If($"{result} != 0", Exit(held), Block.Empty));
        body.Add(new Line($"_ = mm.Read({at}, new byte[1]);"));
        body.Add(new Line($"mm.Munmap({at}, Page.Size);"));
    }

    private void CallHelper(List<Statement> body, List<Held> held)
    {
        if (driver.Depth >= 2)
            return;
        string helper = driver.WriteHelper(held);
        string result = frame.Declare("err", "int @ = 0;");
        body.Add(new Line($"{result} = {helper}({Driver.Given});"));
        body.Add(new If($"{result} < 0", Exit(held), Block.Empty));
    }
}
