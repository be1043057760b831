using System.Collections.Immutable;
using System.Reflection;
using Acquit.Memory;
using PortedDrivers.Scenarios;

namespace Acquit.Samples.Mutants;

/// <summary>What a mutant did in all scenarios of its driver.</summary>
internal enum Behaviour
{
    /// <summary>No scenario comes to the mistake.</summary>
    NotReached,

    /// <summary>Nothing was wrong in any scenario.</summary>
    Good,

    /// <summary>Something was released that was not held, or held in the end, or the kernel complained.</summary>
    Bad,

    /// <summary>It did not do its work, and what it holds was not looked at.</summary>
    Useless,
}

/// <summary>Puts a mutant through its scenarios.</summary>
internal static class RunOfMutant
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    /// <param name="assembly">Where the mutant is, and the guard.</param>
    /// <param name="scenarios">The names of the types that put it through something.</param>
    public static (Behaviour Behaviour, string Words) Of(Assembly assembly, ImmutableArray<string> scenarios)
    {
        Type guard = assembly.GetType("MutantGuard", throwOnError: true)!;
        guard.GetMethod("Begin")!.Invoke(null, null);
        (Behaviour behaviour, string words) = (Behaviour.Good, "");
        // What it leaves mapped or locked stays with the thread, and a lock that nobody gives back may be waited for for ever.
        Thread thread = new(() => (behaviour, words) = Run(assembly, scenarios)) { IsBackground = true };
        thread.Start();
        if (!thread.Join(patience))
            return (Behaviour.Useless, "it does not come to an end");
        return behaviour == Behaviour.Good && !(bool)guard.GetField("HasReached")!.GetValue(null)! ? (Behaviour.NotReached, "") : (behaviour, words);
    }

    private static (Behaviour, string) Run(Assembly assembly, ImmutableArray<string> scenarios)
    {
        (Behaviour, string) worst = (Behaviour.Good, "");
        foreach (object scenario in scenarios.SelectMany(name => All(assembly.GetType(name, throwOnError: true)!)))
        {
            try
            {
                ((Func<string>)Property(scenario, nameof(Scenario.Run)))();
            }
            catch (Exception exception)
            {
                string words = $"{Property(scenario, nameof(Scenario.Name))}: {exception.Message}";
                if (IsOfResources(exception))
                    return (Behaviour.Bad, words);
                worst = (Behaviour.Useless, words);
            }
        }

        return worst;
    }

    private static bool IsOfResources(Exception exception) =>
        exception is KernelBugException || exception.StackTrace?.Contains($"{nameof(Bench)}.{nameof(Bench.CheckClean)}", StringComparison.Ordinal) == true;

    private static IEnumerable<object> All(Type scenarios) =>
        (IEnumerable<object>)scenarios.GetProperty("All", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    private static object Property(object of, string name) => of.GetType().GetProperty(name)!.GetValue(of)!;
}
