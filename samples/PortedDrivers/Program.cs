using Acquit.Memory;
using PortedDrivers.Scenarios;

// Puts every mended driver through its normal and its error paths. The drivers as they were ported are compiled, and warned
// about, but not run.
int failures = 0;
foreach (IGrouping<string, Scenario> driver in Scenario.All.GroupBy(scenario => scenario.Driver))
{
    Console.WriteLine(driver.Key);
    foreach (Scenario scenario in driver)
    {
        try
        {
            string said = scenario.Run();
            Console.WriteLine($"  ok      {scenario.Name}{(said.Length > 0 ? $": {said}" : "")}");
        }
        catch (Exception exception) when (exception is ScenarioException or KernelBugException or ArgumentException)
        {
            failures++;
            Console.WriteLine($"  FAILED  {scenario.Name}: {exception.Message}");
        }
    }

    Console.WriteLine();
}

Console.WriteLine(failures == 0
    ? "leak report: nothing is held, all bytes are where they belong"
    : $"{failures} of {Scenario.All.Count} scenarios failed");
return failures == 0 ? 0 : 1;
