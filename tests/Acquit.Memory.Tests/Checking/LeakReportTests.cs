using System.Runtime.CompilerServices;
using Xunit;

namespace Acquit.Memory.Tests.Checking;

public class LeakReportTests
{
    [Fact]
    public void The_report_names_what_is_held_and_the_line_that_acquired_it()
    {
        using KernelMemory kernel = new(32);
        using MmStruct mm = kernel.CreateMm();
        ulong address = mm.MapAnonymous(3);
        Page[] pages = new Page[3];

        int line = Here() + 1;
        Assert.Equal(3, mm.PinUserPagesFast(address, 3, FollFlags.Write, pages));
        LeakReport report = kernel.LeakReport();

        string names = string.Join(", ", pages.Select(page => page.ToString()));
        string member = nameof(The_report_names_what_is_held_and_the_line_that_acquired_it);
        Assert.Equal(
            $"3 page-pin still held ({names}), acquired by PinUserPagesFast in {member} (LeakReportTests.cs:{line})",
            report.ToString());
        HeldResource held = report.Held[0];
        Assert.Equal(ResourceKinds.PagePin, held.Kind);
        Assert.Equal(line, held.AcquiredAt.Line);
        Assert.EndsWith("LeakReportTests.cs", held.AcquiredAt.FilePath);
        Assert.Equal(Environment.CurrentManagedThreadId, held.ThreadId);
        mm.UnpinUserPages(pages, 3);
    }

    [Fact]
    public void One_line_for_each_call_oldest_first_and_long_lists_cut()
    {
        using KernelMemory kernel = new(32);
        Page[] pages = kernel.AllocPages(6);
        kernel.GetPage(pages[0]);

        string[] lines = kernel.LeakReport().ToString().Split('\n');

        Assert.Equal(2, lines.Length);
        Assert.StartsWith("6 page still held (", lines[0]);
        Assert.Contains(", …)", lines[0]);
        Assert.StartsWith("1 page-ref still held (", lines[1]);
    }

    [Fact]
    public void What_was_held_knows_who_gave_it_back()
    {
        using KernelMemory kernel = new(4);
        Page page = kernel.AllocPage(GfpFlags.Kernel)!;
        HeldResource held = kernel.LeakReport().Held.Single();
        Assert.Null(held.ReleasedAt);

        int line = Here() + 1;
        kernel.PutPage(page);

        Assert.Equal((nameof(KernelMemory.PutPage), line), (held.ReleasedAt!.Value.Api, held.ReleasedAt.Value.Line));
    }

    [Fact]
    public void Nothing_held_is_said_in_words()
    {
        using KernelMemory kernel = new(4);
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Equal("nothing is held", kernel.LeakReport().ToString());
    }

    [Fact]
    public void A_scope_reports_only_what_was_acquired_in_it()
    {
        using KernelMemory kernel = new(32);
        Page before = kernel.AllocPage(GfpFlags.Kernel)!;
        LeakScope scope = kernel.TrackLeaks();
        Page within = kernel.AllocPage(GfpFlags.Kernel)!;

        Assert.Equal(within.ToString(), Assert.Single(scope.Report().Held).Resource);
        kernel.FreePage(before);
        kernel.FreePage(within);
        Assert.True(scope.Report().IsEmpty);
    }

    [Fact]
    public void Without_checking_nothing_is_recorded_and_the_counts_still_guard()
    {
        using KernelMemory kernel = new(32, new KernelMemoryOptions { Checking = false });
        MmStruct mm = kernel.CreateMm();
        ulong address = mm.MapAnonymous(1);
        Page[] pages = new Page[1];

        Assert.Equal(1, mm.PinUserPagesFast(address, 1, FollFlags.Write, pages));
        Assert.True(kernel.LeakReport().IsEmpty);
        kernel.PutPage(pages[0]);
        Assert.Equal(1024, pages[0].RefCount);
        mm.UnpinUserPage(pages[0]);

        Assert.True(pages[0].IsFree);
        Assert.Throws<KernelBugException>(() => mm.UnpinUserPage(pages[0]));
        Assert.Equal(-Errno.EFAULT, mm.Read(address, new byte[1]));
        mm.Dispose();
        Assert.Contains("freed while", kernel.Warnings[^1].Message);
    }

    private static int Here([CallerLineNumber] int line = 0) => line;
}
