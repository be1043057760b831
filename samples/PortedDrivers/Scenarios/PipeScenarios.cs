using System.Text;
using Acquit.Memory;
using PortedDrivers.Hardware;
using PortedDrivers.Mended;

namespace PortedDrivers.Scenarios;

internal static class PipeScenarios
{
    private const string Driver = "pipe to the emulator (goldfish)";

    // Begins and ends in the middle of a page.
    private const int Length = (3 * Page.Size) + 700;
    private const int Start = 300;

    public static IEnumerable<Scenario> All =>
    [
        Scenario.Of(Driver, "a message goes out and its answer comes back", RoundTrip),
        Scenario.Of(Driver, "a buffer of more pages than one command can name", ManyPages),
        Scenario.Of(Driver, "the host takes only part of what is offered", NarrowWindow),
        Scenario.Of(Driver, "what was read is marked dirty, what was written is not", Dirtying),
        Scenario.Of(Driver, "a buffer that ends in a hole is written up to the hole", BufferWithHole),
        Scenario.Of(Driver, "the host fails, refuses, or does not know the service", HostFails),
        Scenario.Of(Driver, "a process asks for the number of its pipe, and the numbers of closed pipes are kept", Numbers),
        Scenario.OfEveryPartialPin(Driver, 4, ShortPin),
        Scenario.OfEveryFailure(Driver, Work),
    ];

    private static void RoundTrip(Bench bench)
    {
        Use(bench, "upper", (driver, pipe) =>
        {
            byte[] message = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("the quick brown fox; ", 900)));
            ulong address = bench.MapBuffer(message);
            Bench.CheckResult(message.Length, driver.Write(pipe, bench.Process, address, message.Length), "writing");

            ulong answer = bench.MapBuffer(message.Length) + 5;
            int length = message.Length - 5;
            Bench.CheckResult(length, driver.Read(pipe, bench.Process, answer, length), "reading");
            byte[] expected = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(message).ToUpperInvariant());
            Bench.CheckSame(expected.AsSpan(0, length), bench.Read(answer, length), "the answer");

            Bench.CheckResult(5, driver.Read(pipe, bench.Process, answer, Page.Size), "reading the rest");
            Bench.CheckResult(-Errno.EAGAIN, driver.Read(pipe, bench.Process, answer, 1), "reading nothing");
        });
    }

    private static void ManyPages(Bench bench)
    {
        Use(bench, "invert", (driver, pipe) =>
        {
            byte[] message = Bench.Pattern((PipeCommandBlock.MaxBuffers + 20) * Page.Size);
            ulong address = bench.MapBuffer(message);
            Bench.CheckResult(message.Length, driver.Write(pipe, bench.Process, address, message.Length), "writing");
            Bench.CheckResult(message.Length, driver.Read(pipe, bench.Process, address, message.Length), "reading");
            Bench.CheckSame(Inverted(message), bench.Read(address, message.Length), "the answer");
        });
    }

    private static void NarrowWindow(Bench bench)
    {
        Use(bench, "invert", (driver, pipe) => Exchange(bench, driver, pipe), host => host.Window = 1000);
    }

    private static void Dirtying(Bench bench)
    {
        Use(bench, "invert", (driver, pipe) =>
        {
            byte[] message = Bench.Pattern(2 * Page.Size);
            ulong written = bench.MapBuffer(message);
            ulong read = bench.MapBuffer(message);
            driver.Write(pipe, bench.Process, written, message.Length);
            driver.Read(pipe, bench.Process, read, message.Length);
            Bench.Check(!IsDirty(bench, written), "a page was marked dirty that the host only read");
            Bench.Check(IsDirty(bench, read), "a page was not marked dirty that the host wrote");
        });
    }

    private static void BufferWithHole(Bench bench)
    {
        Use(bench, "invert", (driver, pipe) =>
        {
            byte[] message = Bench.Pattern(2 * Page.Size);
            ulong address = bench.MapBuffer(message) + Start;
            int there = message.Length - Start;
            Bench.CheckResult(there, driver.Write(pipe, bench.Process, address, there + Page.Size), "writing into a hole");
            Bench.CheckResult(-Errno.EFAULT, driver.Write(pipe, bench.Process, address + (ulong)there, 1), "writing from a hole");

            ulong answer = bench.MapBuffer(there);
            Bench.CheckResult(there, driver.Read(pipe, bench.Process, answer, there), "reading");
            Bench.CheckSame(Inverted(message.AsSpan(Start)), bench.Read(answer, there), "the answer");
        });
    }

    private static void HostFails(Bench bench)
    {
        PipeHost host = new(bench.Kernel) { IsFull = true };
        PipeDriver driver = new(bench.Kernel, host);
        Bench.CheckResult(-Errno.EBUSY, driver.Open(out _), "opening");

        host.IsFull = false;
        Bench.CheckResult(0, driver.Open(out Pipe? pipe), "opening");
        ulong address = bench.MapBuffer(Encoding.ASCII.GetBytes("teapot\0"));
        Bench.CheckResult(-Errno.ENOENT, driver.Connect(pipe!, bench.Process, address), "connecting");

        byte[] endless = new byte[Page.Size];
        Array.Fill(endless, (byte)'x');
        Bench.CheckResult(-Errno.EINVAL, driver.Connect(pipe!, bench.Process, bench.MapBuffer(endless)), "connecting to an endless name");

        host.NextStatus = -Errno.EIO;
        Bench.CheckResult(-Errno.EIO, driver.Write(pipe!, bench.Process, address, 7), "writing");
        driver.Close(pipe!);
        Bench.CheckResult(0, host.OpenChannels, "the number of open channels");
    }

    private static void Numbers(Bench bench)
    {
        PipeDriver driver = new(bench.Kernel, new PipeHost(bench.Kernel));
        Bench.CheckResult(0, driver.StartLog(), "starting the log");
        Bench.CheckResult(-Errno.EBUSY, driver.StartLog(), "starting it again");
        Bench.CheckResult(0, driver.Open(out Pipe? pipe), "opening");
        ulong address = bench.MapBuffer(Bench.Pattern(Page.Size));
        Bench.CheckResult(0, driver.Probe(bench.Process, address), "looking for a page");
        Bench.CheckResult(-Errno.EFAULT, driver.Probe(bench.Process, address + Page.Size), "looking for one in a hole");
        Bench.CheckResult(0, driver.TellId(pipe!, bench.Process, address), "asking for the number");
        Bench.CheckSame(BitConverter.GetBytes(pipe!.Id), bench.Read(address, sizeof(int)), "the number");
        driver.Close(pipe!);
        driver.StopLog();
    }

    private static void ShortPin(Bench bench, int pinned)
    {
        PipeHost host = new(bench.Kernel);
        PipeDriver driver = new(bench.Kernel, host);
        Bench.CheckResult(0, driver.Open(out Pipe? pipe), "opening");
        byte[] message = Bench.Pattern(4 * Page.Size);
        ulong address = bench.MapBuffer(message);

        // A first transfer that is cut short makes the call shorter only if the next one fails; here it goes on.
        int expected = pinned == 0 ? -Errno.EFAULT : message.Length;
        Bench.CheckResult(expected, driver.Write(pipe!, bench.Process, address, message.Length), "writing");
        if (pinned > 0)
        {
            ulong answer = bench.MapBuffer(message.Length);
            bench.Kernel.Injection.PartialNext(nameof(MmStruct.PinUserPagesFast), pinned);
            Bench.CheckResult(message.Length, driver.Read(pipe!, bench.Process, answer, message.Length), "reading");
            Bench.CheckSame(message, bench.Read(answer, message.Length), "the echo");
        }

        driver.Close(pipe!);
    }

    private static int Work(Bench bench)
    {
        PipeDriver driver = new(bench.Kernel, new PipeHost(bench.Kernel));
        ulong name = bench.MapBuffer(Encoding.ASCII.GetBytes("invert\0"));
        byte[] message = Bench.Pattern(Length + Start);
        ulong address = bench.MapBuffer(message) + Start;
        int err = driver.Open(out Pipe? pipe);
        if (err < 0)
            return err;

        err = driver.Connect(pipe!, bench.Process, name);
        if (err == 0)
            err = driver.Write(pipe!, bench.Process, address, Length);
        if (err >= 0)
            err = driver.Read(pipe!, bench.Process, address, Length);
        if (err >= 0)
            Bench.CheckSame(Inverted(message.AsSpan(Start)), bench.Read(address, Length), "the answer");
        driver.Close(pipe!);
        return err;
    }

    private static void Use(Bench bench, string service, Action<PipeDriver, Pipe> action, Action<PipeHost>? setUp = null)
    {
        PipeHost host = new(bench.Kernel);
        PipeDriver driver = new(bench.Kernel, host);
        Bench.CheckResult(0, driver.Open(out Pipe? pipe), "opening");
        ulong name = bench.MapBuffer(Encoding.ASCII.GetBytes(service + "\0"));
        Bench.CheckResult(0, driver.Connect(pipe!, bench.Process, name), "connecting");
        setUp?.Invoke(host);
        action(driver, pipe!);
        driver.Close(pipe!);
        Bench.CheckResult(0, host.OpenChannels, "the number of open channels");
    }

    private static void Exchange(Bench bench, PipeDriver driver, Pipe pipe)
    {
        byte[] message = Bench.Pattern(Length + Start);
        ulong address = bench.MapBuffer(message) + Start;
        Bench.CheckResult(Length, driver.Write(pipe, bench.Process, address, Length), "writing");
        ulong answer = bench.MapBuffer(Length);
        Bench.CheckResult(Length, driver.Read(pipe, bench.Process, answer, Length), "reading");
        Bench.CheckSame(Inverted(message.AsSpan(Start)), bench.Read(answer, Length), "the answer");
    }

    private static bool IsDirty(Bench bench, ulong address)
    {
        Page[] pages = new Page[1];
        Bench.CheckResult(1, bench.Process.GetUserPagesFast(address, 1, FollFlags.None, pages), "looking at a page");
        bool dirty = pages[0].IsDirty;
        bench.Process.PutPage(pages[0]);
        return dirty;
    }

    private static byte[] Inverted(ReadOnlySpan<byte> bytes)
    {
        byte[] inverted = bytes.ToArray();
        foreach (ref byte value in inverted.AsSpan())
            value = (byte)~value;
        return inverted;
    }
}
