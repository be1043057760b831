namespace Acquit.Agreement.Generating;

/// <summary>Finds and changes statements of a driver, wherever they stand.</summary>
internal static class Tree
{
    public static IEnumerable<Statement> All(Driver driver) => driver.Methods.SelectMany(method => All(method.Body));

    public static IEnumerable<Statement> All(Block block) => block.Statements.SelectMany(one => Children(one).SelectMany(All).Prepend(one));

    public static int Size(Statement statement) => 1 + Children(statement).Sum(block => block.Statements.Sum(Size));

    /// <summary>Puts others in the place of a statement.</summary>
    public static Driver Replace(Driver driver, Statement old, ImmutableArray<Statement> others) =>
        Edit(driver, block => block.Statements.IndexOf(old) is >= 0 and int at
            ? new Block([.. block.Statements[..at], .. others, .. block.Statements[(at + 1)..]])
            : block);

    public static Driver SwapWithNext(Driver driver, Statement one) =>
        Edit(driver, block => block.Statements.IndexOf(one) is >= 0 and int at && at + 1 < block.Statements.Length
            ? new Block(block.Statements.SetItem(at, block.Statements[at + 1]).SetItem(at + 1, one))
            : block);

    /// <summary>Leaves out what stands behind a jump: nothing of it can happen.</summary>
    public static Driver WithoutDeadCode(Driver driver) => Edit(driver, block =>
    {
        List<Statement> alive = [];
        bool isDead = false;
        foreach (Statement statement in block.Statements)
        {
            isDead &= statement is not Label;
            if (!isDead)
                alive.Add(statement);
            isDead |= Ends(statement);
        }

        return alive.Count == block.Statements.Length ? block : Block.Of(alive);
    });

    private static bool Ends(Statement statement) => statement switch
    {
        Leave or Goto => true,
        If one => Ends(one.Then) && Ends(one.Else),
        Protected one => Ends(one.Body),
        Block one => one.Statements.Any(Ends) && !one.Statements.Any(inner => inner is Label),
        _ => false,
    };

    private static Driver Edit(Driver driver, Func<Block, Block> edit) => driver with
    {
        Methods = [.. driver.Methods.Select(method => method with { Body = Edit(method.Body, edit) })],
    };

    private static Block Edit(Block block, Func<Block, Block> edit)
    {
        Block edited = edit(block);
        bool changed = edited != block;
        ImmutableArray<Statement>.Builder statements = ImmutableArray.CreateBuilder<Statement>(edited.Statements.Length);
        foreach (Statement statement in edited.Statements)
        {
            Statement now = Edit(statement, edit);
            changed |= now != statement;
            statements.Add(now);
        }

        return changed ? new Block(statements.ToImmutable()) : block;
    }

    private static Statement Edit(Statement statement, Func<Block, Block> edit)
    {
        switch (statement)
        {
            case If one:
                (Block then, Block other) = (Edit(one.Then, edit), Edit(one.Else, edit));
                return then == one.Then && other == one.Else ? one : one with { Then = then, Else = other };
            case Loop one:
                Block loop = Edit(one.Body, edit);
                return loop == one.Body ? one : one with { Body = loop };
            case Protected one:
                (Block body, Block last) = (Edit(one.Body, edit), Edit(one.Finally, edit));
                return body == one.Body && last == one.Finally ? one : new Protected(body, last);
            case Block one:
                return Edit(one, edit);
            default:
                return statement;
        }
    }

    private static IEnumerable<Block> Children(Statement statement) => statement switch
    {
        If one => [one.Then, one.Else],
        Loop one => [one.Body],
        Protected one => [one.Body, one.Finally],
        Block one => [one],
        _ => [],
    };
}
