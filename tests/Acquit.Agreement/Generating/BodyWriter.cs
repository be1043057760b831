namespace Acquit.Agreement.Generating;

/// <summary>Writes bodies that give back what they acquire, on every way.</summary>
internal sealed partial class BodyWriter(DriverWriter driver, Random random, Frame frame)
{
    private const string Failure = "-1";

    private static readonly string[] conditions = ["c0", "c1", "c2"];

    public Block Write(int budget, IEnumerable<Held> around)
    {
        List<Statement> body = [];
        List<Held> held = [.. around];
        int outer = held.Count;
        Fill(body, held, budget, outer, isTop: true);
        List<Held> inline = [.. held.Skip(outer).Where(one => !frame.Ladder.Contains(one))];
        Release(body, inline);
        if (frame.Ladder.Count > 0)
            WriteLadder(body);
        return Block.Of(body);
    }

    private void WriteLadder(List<Statement> body)
    {
        for (int i = frame.Ladder.Count - 1; i >= 0; i--)
        {
            body.Add(new Label($"out{i}"));
            body.AddRange(frame.Ladder[i].GuardedRelease());
        }
    }

    /// <param name="floor">What was held before this block is not its to give back, except by leaving.</param>
    private void Fill(List<Statement> body, List<Held> held, int budget, int floor, bool isTop)
    {
        while (budget-- > 0)
        {
            switch (random.Next(100))
            {
                case < 40:
                    Acquire(body, held, floor, isTop);
                    break;
                case < 52:
                    Use(body, held);
                    break;
                case < 62:
                    ReleaseEarly(body, held, floor);
                    break;
                case < 65:
                    MapFile(body, held);
                    break;
                case < 76:
                    Branch(body, held, budget / 2);
                    break;
                case < 84:
                    Repeat(body, held, budget / 2);
                    break;
                case < 91:
                    OneByOne(body, held, floor, isTop);
                    break;
                case < 95:
                    CallHelper(body, held);
                    break;
                default:
                    body.Add(new If(Condition(held), Exit(held), Block.Empty));
                    break;
            }
        }
    }

    private void Branch(List<Statement> body, List<Held> held, int budget)
    {
        Block then = Inner(held, budget, random.Next(3) == 0);
        body.Add(new If(Condition(held), then, random.Next(4) == 0 ? Inner(held, budget / 2, leaves: false) : Block.Empty));
    }

    private void Repeat(List<Statement> body, List<Held> held, int budget)
    {
        driver.Note(Feature.Loop);
        string index = frame.Fresh("i");
        string bound = frame.HasConditions && random.Next(2) == 0 ? "n" : "2";
        body.Add(new Loop($"for (int {index} = 0; {index} < {bound}; {index}++)", Inner(held, Math.Max(budget, 1), leaves: false)));
    }

    private Block Inner(List<Held> held, int budget, bool leaves)
    {
        List<Statement> body = [];
        List<Held> now = [.. held];
        Fill(body, now, budget, held.Count, isTop: false);
        if (leaves)
            body.AddRange(Exit(now).Statements);
        else
            Release(body, now.Skip(held.Count));
        return Block.Of(body);
    }

    private string Condition(List<Held> held)
    {
        Held[] telling = [.. held.Where(one => one.Kind.Remembers.Length > 0)];
        if (telling.Length > 0 && random.Next(5) == 0)
        {
            driver.Note(Feature.BranchOnResult);
            Held one = telling[random.Next(telling.Length)];
            return one.Kind.Remembers.Replace("@", one.Name, StringComparison.Ordinal);
        }

        driver.Note(Feature.OpaqueCondition);
        if (!frame.HasConditions)
            return "user == 0";
        string condition = conditions[random.Next(conditions.Length)];
        return random.Next(4) == 0 ? "!" + condition : condition;
    }

    /// <summary>Gives everything back and leaves, at once or by way of the ladder.</summary>
    private Block Exit(List<Held> held)
    {
        List<Statement> body = [];
        int steps = frame.Ladder.TakeWhile(held.Contains).Count();
        Release(body, held.Where(one => !frame.Ladder.Take(steps).Contains(one) && !driver.IsAround(one)));
        if (steps > 0)
            driver.Note(Feature.GotoLadder);
        body.Add(steps > 0 ? new Goto($"out{steps - 1}") : new Leave(Failure));
        return Block.Of(body);
    }

    private static void Release(List<Statement> body, IEnumerable<Held> held)
    {
        foreach (Held one in held.Reverse())
            body.AddRange(one.GuardedRelease());
    }

    private void Use(List<Statement> body, List<Held> held)
    {
        Held[] usable = [.. held.Where(one => one.Kind.Uses.Length > 0)];
        if (usable.Length == 0)
            return;
        Held one = usable[random.Next(usable.Length)];
        Line use = new(one.Kind.Uses[random.Next(one.Kind.Uses.Length)].Replace("@", one.Name, StringComparison.Ordinal));
        body.Add(one.Guard.Length == 0 ? use : new If(one.Guard, Block.Of(use), Block.Empty));
    }

    private void ReleaseEarly(List<Statement> body, List<Held> held, int floor)
    {
        int[] free = [.. Enumerable.Range(floor, held.Count - floor).Where(i => !frame.Ladder.Contains(held[i]) && (i == held.Count - 1 || IsFree(held[i], held)))];
        if (free.Length == 0)
            return;
        Held one = held[free[random.Next(free.Length)]];
        held.Remove(one);
        body.AddRange(one.GuardedRelease());
        if (one.Kind.Forget.Length > 0 && one.Guard.Length == 0 && random.Next(3) == 0)
            body.Add(new Line(one.Kind.Forget.Replace("@", one.Name, StringComparison.Ordinal)));
    }

    private static bool IsFree(Held one, List<Held> held) =>
        !one.Kind.Nests && !held.Any(other => other.Kind.IsAtomic) && !held.Any(other => other.Kind.Needs.Length > 0 && other.Kind.Needs == one.Kind.Stem);
}
