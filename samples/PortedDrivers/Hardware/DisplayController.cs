using Acquit.Memory;

namespace PortedDrivers.Hardware;

/// <summary>Shows what is in a mapping, over and over, as long as one is attached.</summary>
public sealed class DisplayController
{
    private VmArea? shown;

    /// <summary>The controller takes no buffer.</summary>
    public bool IsOff { get; set; }

    public bool IsShowing => shown is not null;

    /// <summary>Begins to show a mapping, which has to live until <see cref="Detach"/>.</summary>
    public int Attach(VmArea view)
    {
        if (IsOff || shown is not null)
            return -Errno.EBUSY;

        shown = view;
        return 0;
    }

    public void Detach() => shown = null;

    /// <summary>The picture on the screen.</summary>
    public byte[] Scan()
    {
        if (shown is null)
            return [];

        byte[] picture = new byte[shown.Length];
        shown.Read(0, picture);
        return picture;
    }
}
