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
Console.WriteLine($"warnings: {kernel.Warnings.Count}");
Console.WriteLine(scope.Report());
