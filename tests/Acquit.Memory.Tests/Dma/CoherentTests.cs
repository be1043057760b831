using Xunit;

namespace Acquit.Memory.Tests.Dma;

public sealed class CoherentTests : IDisposable
{
    private readonly KernelMemory kernel = new(64);
    private readonly DmaDevice device;

    public CoherentTests() => device = new DmaDevice(kernel, 64) { Bounces = true };

    public void Dispose() => kernel.Dispose();

    [Fact]
    public void Processor_and_device_see_the_same_at_all_times()
    {
        int free = kernel.FreePageCount;
        ulong memory = device.DmaAllocCoherent(5000, out long handle, GfpFlags.Kernel);
        Span<byte> bytes = kernel.BytesAt(memory, 5000);
        Assert.Equal(-1, bytes.IndexOfAnyExcept((byte)0));
        bytes[4999] = 3;
        device.CopyToDevice(handle + 4999, 0, 1);
        Assert.Equal(3, device.DeviceMemory[0]);
        device.CopyFromDevice(handle, 0, 1);
        Assert.Equal(3, bytes[0]);

        device.DmaFreeCoherent(5000, memory, handle);
        Assert.Equal(free, kernel.FreePageCount);
        Assert.True(kernel.LeakReport().IsEmpty);
        Assert.Empty(kernel.Warnings);
    }

    [Fact]
    public void What_cannot_be_had_is_zero_and_nothing_is_freed_for_it()
    {
        Assert.Equal(0UL, device.DmaAllocCoherent(0, out long handle, GfpFlags.Kernel));
        Assert.Equal(DmaDevice.MappingError, handle);
        Assert.Equal(0UL, device.DmaAllocCoherent(int.MaxValue, out _, GfpFlags.Kernel));
        Assert.Equal(0UL, device.DmaAllocCoherent(64 * Page.Size, out _, GfpFlags.Kernel));
        kernel.Injection.FailNext(nameof(DmaDevice.DmaAllocCoherent));
        Assert.Equal(0UL, device.DmaAllocCoherent(16, out handle, GfpFlags.Kernel));
        device.DmaFreeCoherent(16, 0, handle);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Freeing_names_what_does_not_match()
    {
        ulong memory = device.DmaAllocCoherent(100, out long handle, GfpFlags.Kernel);
        ulong another = device.DmaAllocCoherent(100, out long other, GfpFlags.Kernel);
        Says("size 100, not 99", () => device.DmaFreeCoherent(99, memory, handle));
        Says("is at", () => device.DmaFreeCoherent(100, another, handle));
        Says("no coherent memory was allocated", () => device.DmaFreeCoherent(100, (ulong)handle, (long)memory));
        Says("no coherent memory was allocated", () => new DmaDevice(kernel, 1).DmaFreeCoherent(100, memory, handle));
        Says("made by another call (Coherent)", () => device.DmaUnmapPage(handle, 100, DmaDirection.Bidirectional));
        Says("held as dma-coherent, which FreePage does not release; use DmaFreeCoherent", () => kernel.FreePage(kernel.VirtToPage(memory)));
        device.DmaFreeCoherent(100, memory, handle);
        Says("no coherent memory was allocated", () => device.DmaFreeCoherent(100, memory, handle));
        device.DmaFreeCoherent(100, another, other);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    [Fact]
    public void Freeing_in_atomic_context_is_warned_about_and_allocating_there_must_not_sleep()
    {
        ulong memory;
        long handle;
        using (kernel.EnterContext(ExecutionContexts.Interrupt))
        {
            memory = device.DmaAllocCoherent(16, out handle, GfpFlags.Atomic);
            Assert.Empty(kernel.Warnings);
            device.DmaFreeCoherent(16, memory, handle);
        }

        Assert.Equal(nameof(DmaDevice.DmaFreeCoherent), Assert.Single(kernel.Warnings).CallSite.Api);
        Assert.True(kernel.LeakReport().IsEmpty);
    }

    private static void Says(string words, Action call) => Assert.Contains(words, Assert.Throws<KernelBugException>(call).Message);
}
