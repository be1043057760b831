using System.Runtime.ExceptionServices;
using Acquit.Memory;
using Acquit.Samples.Reports;

namespace Acquit.Samples.Runs;

/// <summary>Memory, a process and a thread of their own for a driver that makes mistakes.</summary>
internal sealed class Trial : IDisposable
{
    private Trial(MisuseReaction onMisuse)
    {
        Kernel = new KernelMemory(64, new KernelMemoryOptions { OnMisuse = onMisuse });
        Process = Kernel.CreateMm();
    }

    public KernelMemory Kernel { get; }

    public MmStruct Process { get; }

    /// <remarks>What a driver leaves mapped for its thread stays with the thread: it must not be one that other tests run on.</remarks>
    public static void Run(Action<Trial> test, MisuseReaction onMisuse = MisuseReaction.Throw)
    {
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                using Trial trial = new(onMisuse);
                test(trial);
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    public ulong MapBuffer(int pages)
    {
        Assert.Equal(0, Process.Mmap((ulong)(pages * Page.Size), VmFlags.Read | VmFlags.Write, out var address));
        return address;
    }

    public ulong MapBuffer(ReadOnlySpan<byte> content)
    {
        var address = MapBuffer(Page.Count(content.Length));
        Assert.Equal(0, Process.Write(address, content));
        return address;
    }

    /// <summary>The leak report names so many of a kind, acquired where the analyzer's report stands.</summary>
    public void AssertHeld(int count, string kind, ExpectedReport report)
    {
        var held = Kernel.LeakReport().Held.Where(held => held.Kind == kind && IsAt(held.AcquiredAt, report));
        Assert.Equal(count, held.Count());
    }

    /// <summary>A warning of the kernel names the call that the analyzer reports.</summary>
    public void AssertWarned(ExpectedReport report) =>
        Assert.Contains(Kernel.Warnings, warning => IsAt(warning.CallSite, report));

    /// <summary>The call that the analyzer reports is the one that is refused.</summary>
    public static void AssertRefused(ExpectedReport report, Action call)
    {
        var bug = Assert.Throws<KernelBugException>(call);
        Assert.True(IsAt(bug.CallSite, report), $"{bug.CallSite} is not {report}");
    }

    public void Dispose()
    {
        Process.Dispose();
        Kernel.Dispose();
    }

    private static bool IsAt(CallSite site, ExpectedReport report) =>
        site.Line == report.Line && site.FilePath.Replace('\\', '/').EndsWith(report.File, StringComparison.Ordinal);
}
