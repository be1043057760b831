using PortedDrivers.Scenarios;

namespace Acquit.Samples.Runs;

/// <summary>The mended drivers do their work, and give everything back whatever fails.</summary>
public class MendedTests
{
    public static TheoryData<string> Scenarios => [.. Scenario.All.Select(scenario => scenario.ToString())];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Moves_the_right_bytes_and_leaves_nothing_held(string name) =>
        Scenario.All.Single(scenario => scenario.ToString() == name).Run();
}
