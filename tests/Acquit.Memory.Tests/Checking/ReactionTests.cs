using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace Acquit.Memory.Tests.Checking;

public class ReactionTests
{
    private const string ChildVariable = "ACQUIT_MEMORY_TESTS_CHILD";

    [Fact]
    public void Warnings_are_collected_and_raised()
    {
        using KernelMemory kernel = new(8);
        List<KernelWarning> raised = [];
        kernel.Warned += raised.Add;
        SleepInAtomicContext(kernel);

        Assert.Equal(raised, kernel.Warnings);
        Assert.Single(raised);
        Assert.Null(raised[0].Stack);
    }

    [Fact]
    public void Warnings_are_only_raised_when_they_would_pile_up()
    {
        using KernelMemory kernel = new(8, new KernelMemoryOptions { OnWarn = WarnReaction.Raise });
        List<KernelWarning> raised = [];
        kernel.Warned += raised.Add;
        SleepInAtomicContext(kernel);

        Assert.Single(raised);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void Warnings_are_thrown_and_the_kernel_can_be_used_afterwards()
    {
        using KernelMemory kernel = new(8, new KernelMemoryOptions { OnWarn = WarnReaction.Throw });
        KernelWarningException thrown = Assert.Throws<KernelWarningException>(() => SleepInAtomicContext(kernel));
        Assert.Equal(nameof(KernelMemory.AllocPage), thrown.Warning.CallSite.Api);
        Assert.Same(thrown.Warning, Assert.Single(kernel.Warnings));

        int free = kernel.FreePageCount;
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        kernel.LockPage(page);
        Assert.Throws<KernelWarningException>(() => kernel.FreePage(page));
        Assert.Equal(free, kernel.FreePageCount);
    }

    [Fact]
    public void A_bug_is_raised_before_it_is_thrown_and_misuse_is_not_a_bug_of_the_kernel()
    {
        using KernelMemory kernel = new(8);
        List<KernelBugException> raised = [];
        kernel.Bugged += raised.Add;
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        Assert.Throws<KernelBugException>(() => kernel.UnpinUserPage(page));
        Assert.Empty(raised);
        kernel.FreePage(page);

        Assert.Same(Assert.Throws<KernelBugException>(() => kernel.FreePage(page)), Assert.Single(raised));
    }

    [Fact]
    public void A_bug_ends_the_process_if_asked_to()
    {
        if (Environment.GetEnvironmentVariable(ChildVariable) is not null)
        {
            using KernelMemory kernel = new(8, new KernelMemoryOptions { OnBug = BugReaction.EndProcess });
            Page page = kernel.AllocPage(GfpFlags.Kernel)!;
            kernel.FreePage(page);
            kernel.FreePage(page);
            return;
        }

        (int exitCode, string output) = RunAlone(nameof(A_bug_ends_the_process_if_asked_to));
        Assert.NotEqual(0, exitCode);
        Assert.Contains("is free, and FreePage needs it", output);
    }

    [Fact]
    public void With_checks_compiled_out_nothing_is_recorded_whatever_the_options_say()
    {
        if (Environment.GetEnvironmentVariable(ChildVariable) is not null)
        {
            AppContext.SetSwitch("Acquit.Memory.ChecksCompiledOut", true);
            using KernelMemory kernel = new(8, new KernelMemoryOptions { Checking = true });
            kernel.AllocPage(GfpFlags.Kernel);
            SleepInAtomicContext(kernel);
            Assert.False(kernel.IsChecking);
            Assert.True(kernel.LeakReport().IsEmpty);
            Assert.Empty(kernel.Warnings);
            return;
        }

        (int exitCode, string output) = RunAlone(nameof(With_checks_compiled_out_nothing_is_recorded_whatever_the_options_say));
        Assert.True(exitCode == 0, output);
        using KernelMemory checking = new(8);
        Assert.True(checking.IsChecking);
    }

    [Fact]
    public void Stacks_say_how_the_acquiring_call_was_reached()
    {
        using KernelMemory kernel = new(8, new KernelMemoryOptions { RecordStacks = true });
        for (int i = 0; i < 2; i++)
        {
            OneWay(kernel);
        }

        AnotherWay(kernel);

        LeakGroup group = Assert.Single(kernel.LeakReport().Groups);
        Assert.Equal(3, group.Count);
        Assert.Equal(nameof(Allocate), group.AcquiredAt.Member);
        string[] lines = group.ToString().Split('\n');
        Assert.Contains("  2 of them by way of", lines);
        Assert.Contains("  1 of them by way of", lines);
        Assert.Contains(nameof(AnotherWay), group.ToString());
        Assert.StartsWith("   at Acquit.Memory.Tests.Checking.ReactionTests.Allocate", group.Held[0].Stack!.ToString());
        Page page = kernel.PfnToPage(1);
        Assert.Contains(nameof(OneWay), Assert.Throws<KernelBugException>(() => kernel.UnpinUserPage(page)).Message);
        SleepInAtomicContext(kernel);
        Assert.Contains(nameof(SleepInAtomicContext), kernel.Warnings[0].Stack!.ToString());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OneWay(KernelMemory kernel) => Allocate(kernel);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AnotherWay(KernelMemory kernel) => Allocate(kernel);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Allocate(KernelMemory kernel) => kernel.AllocPage(GfpFlags.Kernel);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SleepInAtomicContext(KernelMemory kernel)
    {
        using (kernel.EnterContext(ExecutionContexts.Atomic))
        {
            kernel.FreePage(kernel.AllocPage(GfpFlags.Kernel)!);
        }
    }

    /// <summary>Runs one test in a process of its own, which does what the test does when the variable is set.</summary>
    private static (int ExitCode, string Output) RunAlone(string test)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string assembly = typeof(ReactionTests).Assembly.Location;
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet" or "testhost")
        {
            start.FileName = "dotnet";
            start.ArgumentList.Add(assembly);
        }

        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{typeof(ReactionTests).FullName}.{test}");
        start.Environment[ChildVariable] = "1";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + error.Result;
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
