using System;
using Acquit.Memory;
using Migration;

using var kernel = new KernelMemory(pages: 64);
Page[] frame = [kernel.AllocPage(GfpFlags.Kernel)!, kernel.AllocPage(GfpFlags.Kernel)!];
frame[0].Span.Fill(7);
frame[1].Span.Fill(9);

using var mm = kernel.CreateMm();
var scope = kernel.TrackLeaks();
var driver = new FrameBuffer(kernel, frame);
mm.Mmap(2 * Page.Size, VmFlags.Read | VmFlags.Shared, out ulong shown, driver.Open());
mm.Mmap(2 * Page.Size, VmFlags.Read | VmFlags.Write, out ulong buffer);

byte[] last = new byte[1];
int read = mm.Read(shown + Page.Size, last);
Console.WriteLine($"shown: {read} {last[0]}, snapshot: {driver.Snapshot(mm, buffer)}, copied: {driver.Peek(mm, buffer)}");

using var program = new ShmemFile(kernel, 2 * Page.Size);
for (ulong i = 0; i < 2; i++)
{
    Page page = kernel.ShmemReadMappingPage(program.Mapping, i, out _)!;
    page.Span.Fill((byte)(5 + i));
    kernel.SetPageDirtyLock(page);
    kernel.PutPage(page);
}

var firmware = new Firmware(kernel, program);
Console.WriteLine($"loaded: {firmware.Load()} {firmware.At(0)}, sum: {firmware.Checksum(2)}");
firmware.Unload();
Console.WriteLine($"warnings: {kernel.Warnings.Count}");
Console.WriteLine(scope.Report());
