using Xunit;

namespace Acquit.Memory.Tests.Checking;

public class OutcomeTests
{
    private static readonly OutcomeBounds Unbounded = new() { Runs = int.MaxValue };

    [Fact]
    public void Every_combination_is_run_once_the_one_without_failures_first()
    {
        List<string> seen = [];
        OutcomeReport report = FaultInjection.ForEachOutcome(kernel =>
        {
            Page? first = kernel.AllocPage(GfpFlags.Kernel);
            Page? second = kernel.AllocPage(GfpFlags.Kernel);
            seen.Add($"{first is not null} {second is not null}");
            Free(kernel, first);
            Free(kernel, second);
        });

        Assert.Equal(["True True", "False True", "True False", "False False"], seen);
        Assert.True(report.IsComplete);
        Assert.Empty(report.Failures);
        Assert.Equal(4, report.Runs.Count);
        Assert.Equal("4 runs, 0 of them not clean", report.ToString());
    }

    [Fact]
    public void What_is_called_only_after_a_failure_is_varied_as_well()
    {
        OutcomeReport report = FaultInjection.ForEachOutcome(kernel =>
        {
            Page? page = kernel.AllocPage(GfpFlags.Kernel) ?? kernel.AllocPage(GfpFlags.Atomic);
            Free(kernel, page);
        });

        Assert.Equal([1, 2, 2], report.Runs.Select(run => run.Choices.Count));
        Assert.Equal([true, true], report.Runs[2].Choices.Select(choice => choice.IsDeparture));
    }

    [Fact]
    public void Counted_calls_get_all_none_one_and_all_but_one()
    {
        HashSet<int> results = [];
        OutcomeReport report = FaultInjection.ForEachOutcome(
            kernel => kernel.CreateMm(),
            (kernel, mm) =>
            {
                ulong address = mm.MapAnonymous(4);
                Page[] pages = new Page[4];
                int pinned = mm.PinUserPagesFast(address, 4, FollFlags.Write, pages);
                results.Add(pinned);
                mm.UnpinUserPages(pages, Math.Max(pinned, 0));
            });

        Assert.Equal([-Errno.EFAULT, 1, 3, 4], results.Order());
        Assert.Equal(4, report.Runs.Count);
        Assert.Contains("gets 3 of 4", report.Runs[3].Choices[^1].ToString());
        Assert.Empty(report.Failures);
    }

    [Fact]
    public void A_leak_on_one_path_is_told_with_what_led_to_it()
    {
        OutcomeReport report = FaultInjection.ForEachOutcome(kernel =>
        {
            Page page = kernel.AllocPage(GfpFlags.Kernel)!;
            if (page is null)
            {
                return;
            }

            VmArea? area = kernel.Vmap([page], VmapFlags.None);
            if (area is null)
            {
                return;
            }

            kernel.Vunmap(area);
            kernel.FreePage(page);
        });

        OutcomeRun run = Assert.Single(report.Failures);
        Assert.Equal(ResourceKinds.Page, Assert.Single(run.Leaks.Held).Kind);
        Assert.StartsWith("When Vmap in A_leak_on_one_path_is_told_with_what_led_to_it (OutcomeTests.cs:", run.ToString());
        Assert.Contains("fails:\n  1 page still held", run.ToString());
        Assert.Contains("3 runs, 1 of them not clean\nWhen Vmap", report.ToString());
    }

    [Fact]
    public void Opaque_conditions_go_both_ways()
    {
        HashSet<(bool, int)> seen = [];
        OutcomeReport report = FaultInjection.ForEachOutcome(kernel =>
            seen.Add((kernel.Injection.Choose("a signal is pending"), kernel.Injection.Choose("which ring", 3))));

        Assert.Equal(6, seen.Count);
        Assert.Equal(6, report.Runs.Count);
        Assert.Equal("a signal is pending is true", report.Runs[1].Choices[0].ToString());
        using KernelMemory outside = new(4);
        Assert.False(outside.Injection.Choose("a signal is pending"));
    }

    [Fact]
    public void Exceptions_warnings_and_held_locks_belong_to_their_run_and_no_other()
    {
        OutcomeReport report = FaultInjection.ForEachOutcome(
            kernel => new Spinlock(kernel),
            (kernel, spinlock) =>
            {
                spinlock.SpinLock();
                if (kernel.Injection.Choose("the device is gone"))
                {
                    throw new TimeoutException("no answer");
                }

                if (kernel.Injection.Choose("it sleeps"))
                {
                    Free(kernel, kernel.AllocPage(GfpFlags.Kernel));
                }

                spinlock.SpinUnlock();
            });

        OutcomeRun gone = Assert.Single(report.Runs, run => run.Exception is TimeoutException);
        Assert.Equal(ResourceKinds.Spinlock, Assert.Single(gone.Leaks.Held).Kind);
        Assert.Empty(gone.Warnings);
        Assert.Contains("TimeoutException: no answer", gone.ToString());
        Assert.Equal(2, report.Runs.Count(run => run.Warnings.Count == 1));
        Assert.True(report.Runs[0].IsClean);
        Assert.Equal("When everything succeeds: clean", report.Runs[0].ToString());
        using KernelMemory after = new(4);
        after.FreePage(after.AllocPage(GfpFlags.Kernel)!);
        Assert.Empty(after.Warnings);
    }

    [Fact]
    public void Preparing_is_not_varied_and_what_is_prepared_is_ended()
    {
        int ended = 0;
        OutcomeReport report = FaultInjection.ForEachOutcome(
            kernel => new Prepared(kernel.AllocPage(GfpFlags.Kernel)!, page =>
            {
                kernel.FreePage(page);
                ended++;
            }),
            (kernel, prepared) => Free(kernel, kernel.AllocPage(GfpFlags.Kernel)));

        Assert.Equal(2, report.Runs.Count);
        Assert.Equal(2, ended);
        Assert.Empty(report.Failures);
    }

    [Fact]
    public void Bounds_that_are_hit_are_said()
    {
        OutcomeReport few = FaultInjection.ForEachOutcome(AllocateFive, new OutcomeBounds { Runs = 7 });
        Assert.Equal(7, few.Runs.Count);
        Assert.True(few.IsRunBoundHit);
        Assert.False(few.IsComplete);
        Assert.Contains("not complete: the search stopped at its bound of 7 runs", few.ToString());

        OutcomeReport shallow = FaultInjection.ForEachOutcome(AllocateFive, new OutcomeBounds { Choices = 2 });
        Assert.Equal(4, shallow.Runs.Count);
        Assert.True(shallow.IsChoiceBoundHit);

        OutcomeReport near = FaultInjection.ForEachOutcome(AllocateFive, new OutcomeBounds { Departures = 1 });
        Assert.Equal(6, near.Runs.Count);
        Assert.True(near.IsDepartureBoundHit);

        OutcomeReport all = FaultInjection.ForEachOutcome(AllocateFive, Unbounded);
        Assert.Equal(32, all.Runs.Count);
        Assert.True(all.IsComplete);
        Assert.Equal(32, all.Runs.Select(run => string.Concat(run.Choices.Select(choice => choice.IsDeparture))).Distinct().Count());
    }

    [Fact]
    public void It_is_deterministic()
    {
        string First() => string.Join('\n', FaultInjection.ForEachOutcome(AllocateFive).Runs.SelectMany(run => run.Choices));
        Assert.Equal(First(), First());
    }

    [Fact]
    public void An_action_that_depends_on_more_is_refused()
    {
        int runs = 0;
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => FaultInjection.ForEachOutcome(kernel =>
        {
            _ = runs++ == 0 ? Free(kernel, kernel.AllocPage(GfpFlags.Kernel)) : kernel.Injection.Choose("else");
        }));
        Assert.Contains("choice 1 was AllocPage", refused.Message);
        runs = 0;
        Assert.Throws<InvalidOperationException>(() => FaultInjection.ForEachOutcome(kernel =>
            _ = runs++ == 0 && kernel.Injection.Choose("once")));
    }

    [Fact]
    public void What_else_was_planned_comes_before_the_search()
    {
        OutcomeReport report = FaultInjection.ForEachOutcome(kernel =>
        {
            kernel.Injection.FailNext(nameof(KernelMemory.AllocPage));
            Assert.Null(kernel.AllocPage(GfpFlags.Kernel));
            Free(kernel, kernel.AllocPage(GfpFlags.Kernel));
            kernel.Injection.Clear();
            Free(kernel, kernel.AllocPage(GfpFlags.Kernel));
        });

        Assert.Equal(4, report.Runs.Count);
        Assert.Empty(report.Failures);
    }

    [Fact]
    public void Without_checking_nothing_could_be_said()
    {
        Assert.Throws<InvalidOperationException>(() => FaultInjection.ForEachOutcome(
            _ => { }, factory: () => new KernelMemory(4, new KernelMemoryOptions { Checking = false })));
    }

    private static void AllocateFive(KernelMemory kernel)
    {
        for (int i = 0; i < 5; i++)
        {
            Free(kernel, kernel.AllocPage(GfpFlags.Kernel));
        }
    }

    private static bool Free(KernelMemory kernel, Page? page)
    {
        if (page is not null)
        {
            kernel.FreePage(page);
        }

        return true;
    }

    private sealed class Prepared(Page page, Action<Page> end) : IDisposable
    {
        public void Dispose() => end(page);
    }
}
