namespace Acquit.Memory.Tests.Stress;

/// <summary>Memory that nobody drops, in which each thread has some bytes of each page to itself: what it wrote there stays.</summary>
/// <param name="Name">What kind of memory, for messages.</param>
/// <param name="Views">Where it is mapped: the same bytes everywhere.</param>
/// <param name="Stride">How far its pages are apart, in pages.</param>
internal sealed record SlotArea(string Name, (MmStruct Mm, ulong Address)[] Views, int Stride = 1)
{
    public const int Pages = 4;

    /// <summary>Far from where other memory is mapped: what is done to a range that is gone must not meet these.</summary>
    private const ulong First = 0x20_0000_0000;

    private const VmFlags Private = VmFlags.Read | VmFlags.Write;

    public static SlotArea[] In(MmStruct[] processes, ShmemFile shared, ShmemFile copied) =>
    [
        .. processes.Select((mm, i) => new SlotArea("private memory", [Map(mm, Private, i)])),
        new SlotArea("shared memory", [Map(processes[0], TestKernel.SharedReadWrite, 4)]),
        new SlotArea(
            "a shared file",
            [Map(processes[0], TestKernel.SharedReadWrite, 5, shared), Map(processes[1], TestKernel.SharedReadWrite, 6, shared)]),
        new SlotArea("copies of a file", [Map(processes[1], Private, 7, copied)]),
        new SlotArea("huge memory", [Map(processes[2], Private | VmFlags.HugePage, 8, null, 512)], 100),
    ];

    public ulong Offset(int page, int thread) => ((ulong)(page * Stride) << Page.Shift) + 256 + (ulong)(thread * sizeof(long));

    private static (MmStruct Mm, ulong Address) Map(MmStruct mm, VmFlags flags, int place, FileStruct? file = null, int pages = Pages)
    {
        int error = mm.Mmap((ulong)pages << Page.Shift, flags, out ulong address, file, 0, First + ((ulong)place << 30));
        ProcessOperations.Require(error, 0);
        return (mm, address);
    }
}
