using Acquit.Memory;

namespace Driver;

/// <summary>Fills and reads the buffers of a process as a device would, with the mistakes a port makes.</summary>
public sealed class UserBuffer
{
    private readonly MmStruct mm;

    public UserBuffer(MmStruct mm) => this.mm = mm;

    public int Fill(ulong start, int count, byte value)
    {
        var pages = new Page[count];
        int pinned = mm.PinUserPagesFast(start, count, FollFlags.Write, pages); // ACQ101
        if (pinned < 0)
            return pinned;
        if (pinned != count)
            return -Errno.EFAULT;
        for (int i = 0; i < pinned; i++)
            pages[i].Span.Fill(value);
        mm.UnpinUserPagesDirtyLock(pages, pinned, makeDirty: true);
        return 0;
    }

    public int FirstByte(ulong start)
    {
        var pages = new Page[1];
        int held = mm.GetUserPagesFast(start, 1, FollFlags.None, pages);
        if (held < 1)
            return -Errno.EFAULT;
        int value = pages[0].Span[0];
        mm.UnpinUserPages(pages, held); // ACQ103
        return value;
    }
}
