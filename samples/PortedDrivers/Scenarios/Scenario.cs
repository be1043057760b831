using Acquit.Memory;

namespace PortedDrivers.Scenarios;

/// <summary>Something a driver is put through.</summary>
/// <param name="Driver">The driver, in words.</param>
/// <param name="Name">What happens, in words.</param>
/// <param name="Run">Makes it happen, and answers what there is to say about it.</param>
public sealed record Scenario(string Driver, string Name, Func<string> Run)
{
    /// <summary>All scenarios of all mended drivers.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. PipeScenarios.All, .. ShmemScenarios.All, .. MatrixScenarios.All, .. BlitScenarios.All, .. GemScenarios.All,
        .. SurfaceScenarios.All,
    ];

    public override string ToString() => $"{Driver}: {Name}";

    /// <summary>A scenario on a bench of its own, after which nothing may be held.</summary>
    internal static Scenario Of(string driver, string name, Action<Bench> action) => new(driver, name, () =>
    {
        using Bench bench = new();
        action(bench);
        bench.CheckClean();
        return "";
    });

    /// <summary>
    /// The same work over and over, with another call of the memory API failing each time, until all have failed once. The work
    /// answers 0 or a negative errno, and has to give everything back either way. A driver that tries again may recover from some.
    /// </summary>
    internal static Scenario OfEveryFailure(string driver, Func<Bench, int> work, bool mayRecover = false) => new(driver, "every acquire fails once", () =>
    {
        for (int nth = 1; ; nth++)
        {
            using Bench bench = new();
            bench.Kernel.Injection.FailNthOfAny(nth);
            int result = work(bench);
            bool failed = !bench.Kernel.Injection.IsPending;
            bool expected = failed ? result < 0 || mayRecover : result >= 0;
            Bench.Check(expected, $"with call {nth} {(failed ? "failing" : "not failing")} the driver answered {result}");
            bench.Kernel.Injection.Clear();
            bench.CheckClean();
            if (!failed)
                return $"{nth - 1} error paths";
        }
    });

    /// <summary>The same work with a short acquire of every length.</summary>
    internal static Scenario OfEveryPartialPin(string driver, int pages, Action<Bench, int> work) => new(driver, "every pin is cut short", () =>
    {
        for (int count = 0; count < pages; count++)
        {
            using Bench bench = new();
            bench.Kernel.Injection.PartialNext(nameof(MmStruct.PinUserPagesFast), count);
            work(bench, count);
            Bench.Check(!bench.Kernel.Injection.IsPending, "nothing was pinned");
            bench.CheckClean();
        }

        return $"0 to {pages - 1} pages of {pages}";
    });
}
