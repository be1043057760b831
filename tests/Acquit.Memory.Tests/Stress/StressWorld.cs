using System.Collections.Concurrent;

namespace Acquit.Memory.Tests.Stress;

/// <summary>What all threads share: a kernel, processes, files, devices. Ended, it has to be idle.</summary>
internal sealed class StressWorld
{
    public const int FilePages = 128;
    public const int FramesPerDevice = 8;
    private const int RamPages = 3072;
    private const int OwnDevices = 4;

    private readonly ConcurrentBag<MmStruct> born = [];
    private readonly NotifierBlock evicting;
    private readonly DevPagemap device;
    private int staying;

    public StressWorld(MemoryBacking backing, bool check)
    {
        // Too few virtual pages for everybody, so that there is purging, and asking for room.
        Kernel = new KernelMemory(RamPages, new KernelMemoryOptions
        {
            Backing = backing,
            Checking = check,
            VmallocPages = 256,
            DevicePages = 32 + (OwnDevices * FramesPerDevice),
            MovableUserPages = check,
        });
        FirstDeviceFrame = RamPages;
        BareFrame = RamPages + 30;
        device = new DevPagemap { Type = MemoryDeviceType.FsDax, Pfn = RamPages, PageCount = 16, Ops = new DevPagemapOps { PageFree = _ => { } } };
        ProcessOperations.Require(Kernel.MemremapPages(device, out _) != 0, "the device has no memory");
        FreeDevices = new ConcurrentStack<ulong>(Enumerable.Range(0, OwnDevices).Select(i => (ulong)(RamPages + 32 + (i * FramesPerDevice))));
        Devices = [new DmaDevice(Kernel, 4096), new DmaDevice(Kernel, 4096, "the bouncing device") { Bounces = true }];

        Pages = Kernel.AllocPages(FilePages);
        Frames = Kernel.AllocPages(GfpFlags.Kernel | GfpFlags.Comp, 9)!;
        Memory = Kernel.VmallocUser(40 * Page.Size)!;
        Processes = [Kernel.CreateMm(), Kernel.CreateMm(), Kernel.CreateMm()];
        Array.ForEach(Processes, born.Add);
        Shmem = [new ShmemFile(Kernel, FilePages * Page.Size), new ShmemFile(Kernel, FilePages * Page.Size)];
        Kept = Shmem[0];
        Tracked = StressDrivers.Answering(this);
        FrameFile = StressDrivers.InsertingFrames(this);
        Files =
        [
            new StressFile(Shmem[0]), new StressFile(Shmem[1]), Tracked, StressDrivers.Inserting(this), StressDrivers.InsertingForWrites(this),
            FrameFile, StressDrivers.InsertingDevicePages(this), StressDrivers.Filling(this),
        ];
        Stay();
        SlotFiles = [new ShmemFile(Kernel, SlotArea.Pages * Page.Size), new ShmemFile(Kernel, SlotArea.Pages * Page.Size)];
        SlotAreas = SlotArea.In(Processes, SlotFiles[0], SlotFiles[1]);
        evicting = new NotifierBlock(Evict);
        ProcessOperations.Require(Kernel.RegisterVmapPurgeNotifier(evicting), 0);
    }

    public KernelMemory Kernel { get; }

    public bool HasFailed { get; set; }

    public ulong FirstDeviceFrame { get; }

    public int DeviceFrames => Kernel.Options.DevicePages;

    /// <summary>The first of two frames of a device that are never pages.</summary>
    public ulong BareFrame { get; }

    public ConcurrentStack<ulong> FreeDevices { get; }

    public DmaDevice[] Devices { get; }

    /// <summary>Pages of order 0 that stay until the end.</summary>
    public Page[] Pages { get; }

    /// <summary>512 frames that stay until the end.</summary>
    public Page Frames { get; }

    /// <summary>Memory for user space that stays until the end.</summary>
    public VmArea Memory { get; }

    public MmStruct[] Processes { get; }

    public ShmemFile[] Shmem { get; }

    /// <summary>The file of which <see cref="IsKept"/> says whether somebody keeps it from reclaim.</summary>
    public ShmemFile Kept { get; }

    public StressFile Tracked { get; }

    public StressFile FrameFile { get; }

    public StressFile[] Files { get; }

    /// <summary>Ranges of the shared processes, for everybody to find: some that stay, and the latest of those that come and go.</summary>
    public Region?[] Regions { get; } = new Region?[32];

    /// <summary>Processes for others to find, each with a reference.</summary>
    public MmStruct?[] Offered { get; } = new MmStruct?[4];

    public ConcurrentStack<VmArea> Cached { get; } = [];

    public MmuNotifierOps SharedNotifier { get; } = new() { AllocNotifier = _ => new MmuNotifier(FreeableOps), FreeNotifier = _ => { } };

    public SlotArea[] SlotAreas { get; }

    /// <summary>The files that are mapped into some of them.</summary>
    public ShmemFile[] SlotFiles { get; }

    public int IsKept;

    private static MmuNotifierOps FreeableOps { get; } = new() { FreeNotifier = _ => { } };

    public void Born(MmStruct mm) => born.Add(mm);

    public Page PageAt(ulong pgoff) => Pages[pgoff % FilePages];

    public ulong DevicePageAt(ulong pgoff) => FirstDeviceFrame + (pgoff % 16);

    /// <summary>Another range for everybody to find, instead of one that does not stay.</summary>
    public void Publish(Region region, Random random) => Volatile.Write(ref Regions[random.Next(staying, Regions.Length)], region);

    /// <summary>Ends everything, and says what is not as it was.</summary>
    public void End()
    {
        Kernel.Injection.Clear();
        foreach (MmStruct? offered in Offered)
        {
            offered?.Mmdrop();
        }

        ProcessOperations.Require(Kernel.UnregisterVmapPurgeNotifier(evicting), 0);
        while (Cached.TryPop(out VmArea? area))
        {
            Kernel.Vfree(area);
        }

        Array.ForEach(Processes, mm => mm.Dispose());
        Kernel.FlushScheduledWork();
        Array.ForEach([.. Shmem, .. SlotFiles], file => file.Dispose());
        Kernel.Vfree(Memory);
        Kernel.FreePages(Frames, 9);
        Kernel.ReleasePages(Pages, Pages.Length);
        Kernel.MemunmapPages(device);
        KernelInvariants.AssertIdle(Kernel, isExpected: IsExpected);
        IEnumerable<AddressSpace> mappings = [.. Files.Select(file => file.Mapping), .. SlotFiles.Select(file => file.Mapping)];
        string[] broken = [.. born.SelectMany(KernelInvariants.Broken), .. mappings.SelectMany(KernelInvariants.Broken)];
        ProcessOperations.Require(broken.Length == 0, string.Join('\n', broken.Take(40)));
        Kernel.Dispose();
    }

    /// <summary>In each process private and shared memory, and in one of them what drivers map.</summary>
    private void Stay()
    {
        foreach (MmStruct mm in Processes)
        {
            Regions[staying++] = new Region(mm, mm.MapAnonymous(48), 48);
            Regions[staying++] = new Region(mm, MapFile(mm, Shmem[staying % Shmem.Length]), 48);
        }

        foreach (FileStruct file in Files.Select(each => each.File).Where(file => file is not ShmemFile))
        {
            if (file != Files[^1].File)
            {
                MmStruct mm = Processes[staying % Processes.Length];
                Regions[staying++] = new Region(mm, MapFile(mm, file), 48);
            }
        }
    }

    private static ulong MapFile(MmStruct mm, FileStruct file)
    {
        ProcessOperations.Require(mm.Mmap(48 * Page.Size, TestKernel.SharedReadWrite, out ulong address, file), 0);
        return address;
    }

    /// <summary>Without room for a mapping the kernel says so, some times.</summary>
    private static bool IsExpected(KernelWarning warning) => warning.Message.Contains("found no room");

    private NotifyResult Evict(NotifierBlock block, ulong action, ref ulong freed)
    {
        for (int i = 0; i < 2 && Cached.TryPop(out VmArea? area); i++)
        {
            freed += (ulong)area.PageCount;
            Kernel.Vfree(area);
        }

        return NotifyResult.Ok;
    }
}
