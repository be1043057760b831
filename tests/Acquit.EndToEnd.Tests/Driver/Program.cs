using Acquit.Memory;
using Driver;

using var kernel = new KernelMemory(pages: 32);
using var mm = kernel.CreateMm();
mm.Mmap(2 * Page.Size, VmFlags.Read | VmFlags.Write, out ulong start);
var scope = kernel.TrackLeaks();

// Behind the two pages there is nothing, so the third cannot be pinned.
var buffer = new UserBuffer(mm);
System.Console.WriteLine($"two pages: {buffer.Fill(start, 2, 7)}, three: {buffer.Fill(start, 3, 7)}");
System.Console.WriteLine(scope.Report());
