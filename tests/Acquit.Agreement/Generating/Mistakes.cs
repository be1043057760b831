namespace Acquit.Agreement.Generating;

/// <summary>Breaks a driver in ways in which drivers are broken. What comes of it is not known here: that is what running is for.</summary>
internal static class Mistakes
{
    public static Driver Make(Driver driver, int count, Random random)
    {
        for (int i = 0; i < count; i++)
        {
            Statement[] all = [.. Tree.All(driver)];
            Statement[] releases = [.. all.Where(one => one is Line { IsRelease: true })];
            if (all.Length == 0)
                break;
            Statement at = releases.Length > 0 && random.Next(3) != 0 ? releases[random.Next(releases.Length)] : all[random.Next(all.Length)];
            driver = Tree.WithoutDeadCode(Break(driver, at, random));
        }

        return driver;
    }

    private static Driver Break(Driver driver, Statement at, Random random) => (at, random.Next(7)) switch
    {
        (Line { Mistaken.Length: > 0 } line, < 3) =>
            Tree.Replace(driver, at, [new Line(line.Mistaken[random.Next(line.Mistaken.Length)]) { IsRelease = line.IsRelease }]),
        (Line line, 3) => Tree.Replace(driver, at, [line, line with { }]),
        (Line { Uses.Length: > 0 } line, 6) => Tree.Replace(driver, at, [line, new Line(line.Uses[random.Next(line.Uses.Length)])]),
        (Line, 4) => Tree.SwapWithNext(driver, at),
        (If one, 3) => Tree.Replace(driver, at, [one with { Condition = Not(one.Condition) }]),
        (If one, 4) => Tree.Replace(driver, at, [.. one.Then.Statements]),
        (If one, 5) => Tree.Replace(driver, at, [one with { Then = Block.Of(one.Then.Statements.Skip(1)) }]),
        (Loop { Header: var header } one, < 3) => Tree.Replace(driver, at, [one with { Header = OtherBound(header) }]),
        (Protected one, _) => Tree.Replace(driver, at, [.. one.Body.Statements, .. one.Finally.Statements]),
        (Label, _) => Tree.SwapWithNext(driver, at),
        (Goto { Label: ['o', 'u', 't', .. var step] }, _) => Tree.Replace(driver, at, [new Goto($"out{int.Parse(step) + random.Next(2) * 2 - 1}")]),
        _ => Tree.Replace(driver, at, []),
    };

    private static string Not(string condition) => condition[0] == '!' && !condition.Contains(' ') ? condition[1..] : condition.Contains(' ') ? $"!({condition})" : "!" + condition;

    private static string OtherBound(string header) => header
        .Replace("< 3", "< 2", StringComparison.Ordinal)
        .Replace(">= 0", "> 0", StringComparison.Ordinal);
}
