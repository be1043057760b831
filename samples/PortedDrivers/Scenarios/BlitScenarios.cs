using System.Buffers.Binary;
using Acquit.Memory;
using PortedDrivers.Hardware;
using PortedDrivers.Mended;

namespace PortedDrivers.Scenarios;

internal static class BlitScenarios
{
    private const string Driver = "blits by DMA (via)";
    private const int VideoMemory = 1 << 20;
    private const int Lines = 16;
    private const int LineLength = 600;
    private const int MemoryStride = 1000;
    private const int VideoStride = 2048;
    private const int Video = 4096 + 128;

    public static IEnumerable<Scenario> All =>
    [
        Scenario.Of(Driver, "a rectangle goes to video memory", ToVideo),
        Scenario.Of(Driver, "a rectangle comes back, and only the rectangle", FromVideo),
        Scenario.Of(Driver, "the engine reports its status", Status),
        Scenario.Of(Driver, "the engine shows its memory", Peek),
        Scenario.Of(Driver, "the engine hangs", EngineHangs),
        Scenario.Of(Driver, "rectangles that make no sense, or need too many descriptors", Nonsense),
        Scenario.Of(Driver, "a buffer that ends in a hole", BufferWithHole),
        Scenario.OfEveryPartialPin(Driver, 4, ShortPin),
        Scenario.OfEveryFailure(Driver, Work),
    ];

    private static void ToVideo(Bench bench)
    {
        BlitEngine engine = new(bench.Kernel, VideoMemory);
        byte[] picture = Bench.Pattern(Lines * MemoryStride);
        ulong address = bench.MapBuffer(picture);
        Bench.CheckResult(0, Blit(bench, engine, address, toDevice: true), "blitting");
        CheckVideo(engine, picture);
    }

    private static void FromVideo(Bench bench)
    {
        BlitEngine engine = new(bench.Kernel, VideoMemory);
        byte[] picture = Bench.Pattern(Lines * MemoryStride);
        byte[] expected = (byte[])picture.Clone();
        byte[] video = Bench.Pattern(VideoMemory, seed: 2);
        video.CopyTo(engine.VideoMemory);
        for (int line = 0; line < Lines; line++)
            video.AsSpan(Video + (line * VideoStride), LineLength).CopyTo(expected.AsSpan(line * MemoryStride));

        ulong address = bench.MapBuffer(picture);
        Bench.CheckResult(0, Blit(bench, engine, address, toDevice: false), "blitting");
        Bench.CheckSame(expected, bench.Read(address, picture.Length), "the picture");
    }

    private static void Status(Bench bench)
    {
        BlitEngine engine = new(bench.Kernel, VideoMemory);
        BlitDriver driver = new(bench.Kernel, engine);
        ulong buffer = bench.MapBuffer(Page.Size);
        BlitRequest request = new(buffer, 64, 0, 64, 64, 3, ToDevice: true);
        Bench.CheckResult(0, driver.Blit(bench.Process, request), "blitting");
        Bench.CheckResult(0, driver.Status(bench.Process, buffer + 8), "asking for the status");
        Bench.CheckResult(3, (int)BinaryPrimitives.ReadInt64LittleEndian(bench.Read(buffer + 8, 8)), "the number of descriptors");
        Bench.CheckResult(-Errno.EINVAL, driver.Status(bench.Process, buffer + Page.Size - 4), "asking across a page");
        Bench.CheckResult(-Errno.EFAULT, driver.Status(bench.Process, 8), "asking nowhere");
    }

    private static void Peek(Bench bench)
    {
        BlitEngine engine = new(bench.Kernel, VideoMemory);
        BlitDriver driver = new(bench.Kernel, engine);
        byte[] video = Bench.Pattern(Page.Size, seed: 3);
        video.CopyTo(engine.VideoMemory);
        ulong buffer = bench.MapBuffer(Page.Size);
        Bench.CheckResult(0, driver.Peek(bench.Process, buffer), "peeking");
        Bench.CheckSame(video, bench.Read(buffer, Page.Size), "what was seen");
        Bench.CheckResult(-Errno.EFAULT, driver.Peek(bench.Process, 8), "peeking into nowhere");
    }

    private static void EngineHangs(Bench bench)
    {
        BlitEngine engine = new(bench.Kernel, VideoMemory) { Hangs = true };
        byte[] picture = Bench.Pattern(Lines * MemoryStride);
        ulong address = bench.MapBuffer(picture);
        Bench.CheckResult(-Errno.ETIMEDOUT, Blit(bench, engine, address, toDevice: true), "blitting");
        Bench.CheckResult(-Errno.ETIMEDOUT, new BlitDriver(bench.Kernel, engine).Status(bench.Process, address), "asking");

        engine.Hangs = false;
        Bench.CheckResult(0, Blit(bench, engine, address, toDevice: true), "blitting again");
        CheckVideo(engine, picture);
    }

    private static void Nonsense(Bench bench)
    {
        BlitDriver driver = new(bench.Kernel, new BlitEngine(bench.Kernel, VideoMemory));
        ulong address = bench.MapBuffer(Page.Size);
        BlitRequest good = new(address, 16, 0, 16, 16, 4, ToDevice: true);
        Bench.CheckResult(-Errno.EINVAL, driver.Blit(bench.Process, good with { Lines = 0 }), "no lines");
        Bench.CheckResult(-Errno.EINVAL, driver.Blit(bench.Process, good with { LineLength = 17 }), "lines that overlap");
        Bench.CheckResult(-Errno.ENOSPC, driver.Blit(bench.Process, good with { Lines = 250 }), "too many lines");
        Bench.CheckResult(0, driver.Blit(bench.Process, good), "a good one");
    }

    private static void BufferWithHole(Bench bench)
    {
        BlitEngine engine = new(bench.Kernel, VideoMemory);
        ulong address = bench.MapBuffer(2 * Page.Size);
        Bench.CheckResult(-Errno.EFAULT, Blit(bench, engine, address, toDevice: true), "blitting");
        Bench.CheckResult(-Errno.EFAULT, Blit(bench, engine, 8, toDevice: true), "blitting from nowhere");
    }

    private static void ShortPin(Bench bench, int pinned)
    {
        // Half a rectangle is no rectangle: whatever the length of the short pin, nothing is moved.
        BlitEngine engine = new(bench.Kernel, VideoMemory);
        ulong address = bench.MapBuffer(Bench.Pattern((Lines * MemoryStride) + Page.Size)) + 200;
        Bench.CheckResult(-Errno.EFAULT, Blit(bench, engine, address, toDevice: true), $"blitting with {pinned} pages");
        Bench.Check(!engine.VideoMemory.ContainsAnyExcept((byte)0), "something was moved");
    }

    private static int Work(Bench bench)
    {
        BlitEngine engine = new(bench.Kernel, VideoMemory);
        byte[] picture = Bench.Pattern(Lines * MemoryStride);
        ulong address = bench.MapBuffer(picture);
        ulong status = bench.MapBuffer(Page.Size);
        int err = Blit(bench, engine, address, toDevice: true);
        if (err < 0)
            return err;

        CheckVideo(engine, picture);
        err = Blit(bench, engine, address, toDevice: false);
        if (err < 0)
            return err;

        Bench.CheckSame(picture, bench.Read(address, picture.Length), "the picture");
        return new BlitDriver(bench.Kernel, engine).Status(bench.Process, status);
    }

    private static int Blit(Bench bench, BlitEngine engine, ulong address, bool toDevice) =>
        new BlitDriver(bench.Kernel, engine).Blit(
            bench.Process, new BlitRequest(address, MemoryStride, Video, VideoStride, LineLength, Lines, toDevice));

    private static void CheckVideo(BlitEngine engine, byte[] picture)
    {
        byte[] expected = new byte[VideoMemory];
        for (int line = 0; line < Lines; line++)
            picture.AsSpan(line * MemoryStride, LineLength).CopyTo(expected.AsSpan(Video + (line * VideoStride)));
        Bench.CheckSame(expected, engine.VideoMemory, "video memory");
    }
}
