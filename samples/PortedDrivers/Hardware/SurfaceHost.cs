using Acquit.Memory;

namespace PortedDrivers.Hardware;

/// <summary>A host that renders surfaces. It has a copy of each and sees what it is sent, nothing else.</summary>
public sealed class SurfaceHost
{
    private readonly List<byte[]> surfaces = [];

    /// <summary>The host takes no more surfaces.</summary>
    public bool IsFull { get; set; }

    /// <summary>The host does not answer.</summary>
    public bool IsLost { get; set; }

    /// <summary>How many pages it was sent so far.</summary>
    public int PagesSent { get; private set; }

    /// <summary>Makes a surface.</summary>
    /// <returns>Its number, or a negative errno.</returns>
    public int Define(int pages)
    {
        if (IsFull)
            return -Errno.ENOSPC;

        surfaces.Add(new byte[pages * Page.Size]);
        return surfaces.Count - 1;
    }

    public int Send(int surface, int page, ReadOnlySpan<byte> content)
    {
        if (IsLost)
            return -Errno.EIO;

        content.CopyTo(surfaces[surface].AsSpan(page * Page.Size));
        PagesSent++;
        return 0;
    }

    /// <summary>What the host would render.</summary>
    public ReadOnlySpan<byte> Content(int surface) => surfaces[surface];
}
