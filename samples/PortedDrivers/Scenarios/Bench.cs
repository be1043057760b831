using Acquit.Memory;

namespace PortedDrivers.Scenarios;

/// <summary>Memory and one process for a driver to be tried on, and the checks that a scenario makes.</summary>
public sealed class Bench : IDisposable
{
    private const int Frames = 512;

    private readonly int freeAtStart;

    public Bench()
    {
        Kernel = new KernelMemory(Frames);
        Process = Kernel.CreateMm();
        freeAtStart = Kernel.FreePageCount;
    }

    public KernelMemory Kernel { get; }

    public MmStruct Process { get; }

    /// <summary>A buffer of the process, with bytes that differ from place to place.</summary>
    public ulong MapBuffer(byte[] content)
    {
        ulong address = MapBuffer(content.Length);
        Check(Process.Write(address, content) == 0, "the process could not write its own buffer");
        return address;
    }

    /// <summary>A buffer of the process that it has not touched yet.</summary>
    public ulong MapBuffer(int length)
    {
        int error = Process.Mmap((ulong)length, VmFlags.Read | VmFlags.Write, out ulong address);
        Check(error == 0, $"mapping a buffer failed with {error}");
        return address;
    }

    /// <summary>What the process sees.</summary>
    public byte[] Read(ulong address, int length)
    {
        byte[] content = new byte[length];
        Check(Process.Read(address, content) == 0, "the process could not read its own buffer");
        return content;
    }

    /// <summary>Bytes that no two pages, and no two neighbours, have in common.</summary>
    public static byte[] Pattern(int length, int seed = 1)
    {
        byte[] content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    public static void Check(bool holds, string otherwise)
    {
        if (!holds)
            throw new ScenarioException(otherwise);
    }

    public static void CheckSame(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string what)
    {
        int same = expected.CommonPrefixLength(actual);
        if (same < expected.Length || same < actual.Length)
            throw new ScenarioException($"{what}: byte {same} of {expected.Length} differs");
    }

    public static void CheckResult(int expected, int actual, string what) =>
        Check(expected == actual, $"{what} answered {actual}, not {expected}");

    /// <summary>Ends the process, and sees whether anything is still held or was complained about.</summary>
    public void CheckClean()
    {
        Process.Dispose();
        LeakReport report = Kernel.LeakReport();
        Check(report.IsEmpty, report.ToString());
        Check(Kernel.FreePageCount == freeAtStart, $"{freeAtStart - Kernel.FreePageCount} pages are missing");
        Check(Kernel.Warnings.Count == 0, string.Join('\n', Kernel.Warnings));
    }

    public void Dispose()
    {
        Process.Dispose();
        Kernel.Dispose();
    }
}
