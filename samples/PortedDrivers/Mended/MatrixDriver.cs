using Acquit.Memory;
using PortedDrivers.Hardware;

namespace PortedDrivers.Mended;

/// <summary>A panel with its frame, which processes map, and a shadow of what the panel shows.</summary>
public sealed class MatrixPanel(LedMatrix matrix, Page frame, Page shadow)
{
    public LedMatrix Matrix { get; } = matrix;

    public Page Frame { get; } = frame;

    public Page Shadow { get; } = shadow;
}

/// <summary>
/// A frame buffer for a panel that has no memory of its own: processes draw into a page, one bit for each dot, and a worker
/// sends what has changed over the bus.
/// </summary>
public sealed class MatrixDriver
{
    private const int BytesPerRow = LedMatrix.Width / 8;
    private const int BytesPerBand = BytesPerRow * 8;

    private readonly KernelMemory kernel;
    private readonly FileOperations eager;
    private readonly FileOperations onDemand;
    private readonly VmOperations vmOps;

    public MatrixDriver(KernelMemory kernel)
    {
        this.kernel = kernel;
        eager = new FileOperations { Mmap = MmapEagerly };
        onDemand = new FileOperations { Mmap = MmapOnDemand };
        vmOps = new VmOperations { Fault = FrameFault };
    }

    public int Probe(LedMatrix matrix, out MatrixPanel? panel)
    {
        int err;
        Page? shadow;

        panel = null;
        Page? frame = kernel.AllocPage(GfpFlags.Kernel | GfpFlags.Zero);
        if (frame is null)
            return -Errno.ENOMEM;

        shadow = kernel.AllocPage(GfpFlags.Kernel | GfpFlags.Zero);
        if (shadow is null)
        {
            err = -Errno.ENOMEM;
            goto errFreeFrame;
        }

        err = matrix.PowerOn();
        if (err < 0)
            goto errFreeShadow;

        panel = new MatrixPanel(matrix, frame, shadow);
        return 0;

    errFreeShadow:
        kernel.FreePage(shadow);
    errFreeFrame:
        kernel.FreePage(frame);
        return err;
    }

    /// <summary>The frame as a file, all of it mapped at once or when it is touched.</summary>
    public FileStruct Open(MatrixPanel panel, bool mapOnDemand) => new(mapOnDemand ? onDemand : eager, panel);

    /// <summary>The worker: sends the bands that are not as the panel shows them.</summary>
    public int Update(MatrixPanel panel)
    {
        int err = 0;
        Span<byte> columns = stackalloc byte[LedMatrix.Width];
        KmapMapping frame = kernel.KmapLocalPage(panel.Frame);
        KmapMapping shadow = kernel.KmapLocalPage(panel.Shadow);

        for (int band = 0; band < LedMatrix.Bands; band++)
        {
            Span<byte> drawn = frame.Span.Slice(band * BytesPerBand, BytesPerBand);
            Span<byte> shown = shadow.Span.Slice(band * BytesPerBand, BytesPerBand);
            if (drawn.SequenceEqual(shown))
                continue;

            ToColumns(drawn, columns);
            err = panel.Matrix.WriteBand(band, columns);
            if (err < 0)
                goto outUnmap;

            drawn.CopyTo(shown);
        }

    outUnmap:
        kernel.KunmapLocal(shadow);
        kernel.KunmapLocal(frame);
        return err;
    }

    /// <summary>Blanks the panel and gives its memory back.</summary>
    public void Remove(MatrixPanel panel)
    {
        panel.Frame.Span.Clear();
        _ = Update(panel);
        kernel.FreePage(panel.Shadow);
        kernel.FreePage(panel.Frame);
    }

    /// <summary>Shows the frame in another driver's area, from the fault handler of that one, which answers what this does.</summary>
    public VmFaultCode ShowFrame(VmAreaStruct area, ulong address, MatrixPanel panel) => kernel.VmfInsertPage(area, address, panel.Frame);

    private int MmapEagerly(FileStruct file, VmAreaStruct area)
    {
        MatrixPanel panel = (MatrixPanel)file.PrivateData!;
        if (area.PageCount != 1 || area.Pgoff != 0)
            return -Errno.EINVAL;

        return kernel.VmInsertPage(area, area.Start, panel.Frame);
    }

    private int MmapOnDemand(FileStruct file, VmAreaStruct area)
    {
        // Inserting from the fault handler needs a mixed map, and only here may an area become one.
        area.Flags |= VmFlags.MixedMap | VmFlags.DontExpand;
        area.PrivateData = file.PrivateData;
        area.Ops = vmOps;
        return 0;
    }

    private VmFaultCode FrameFault(VmFault fault)
    {
        MatrixPanel panel = (MatrixPanel)fault.Area.PrivateData!;
        if (fault.Pgoff != 0)
            return VmFaultCode.SigBus;

        return InsertFrame(fault.Area, fault.Address, panel);
    }

    private VmFaultCode InsertFrame(VmAreaStruct area, ulong address, MatrixPanel panel) =>
        kernel.VmfInsertPage(area, address, panel.Frame);

    /// <summary>Turns eight rows, a bit for each dot, by ninety degrees: a byte for each column.</summary>
    private static void ToColumns(ReadOnlySpan<byte> rows, Span<byte> columns)
    {
        for (int x = 0; x < columns.Length; x++)
        {
            int column = 0;
            for (int y = 0; y < 8; y++)
            {
                int bit = (rows[(y * BytesPerRow) + (x / 8)] >> (x % 8)) & 1;
                column |= bit << y;
            }

            columns[x] = (byte)column;
        }
    }
}
