using System;
using System.Collections.Generic;
using Cases.Api;

namespace Cases;

// An object takes what it keeps by a method of its own, which may fail halfway; whoever made it throws it away.
internal static class ObjectsThatOpen
{
    // Reports.

    public static int ThrownAwayOpen(Page[] frames, bool stop)
    {
        Device device = new();
        if (device.Open(frames) != 0) // ACQ101
            return -1;
        if (stop)
            return 0;
        device.Close();
        return 0;
    }

    public static int KeptByTheMethodThatFails(Page[] frames)
    {
        Device device = new();
        int err = device.OpenWithoutUndo(frames); // ACQ101
        if (err != 0)
            return err;
        device.Close();
        return 0;
    }

    public static int NotAskedAtAll(Page[] frames)
    {
        Device device = new();
        device.OpenWithoutUndo(frames); // ACQ101
        return 0;
    }

    public static int NeverChecked(bool stop)
    {
        Device device = new();
        device.OpenUnchecked(); // ACQ101
        if (stop)
            return -1;
        device.ClosePage();
        return 0;
    }

    public static int ClosedUnderAnotherCondition(Page[] frames, bool close)
    {
        Device device = new();
        if (device.Open(frames) != 0) // ACQ101
            return -1;
        if (close)
            device.Close();
        return 0;
    }

    public static int OnlyThePage(Page[] frames)
    {
        Device device = new();
        if (device.Open(frames) != 0) // ACQ101
            return -1;
        device.ClosePage();
        return 0;
    }

    public static int ThrownAwayInARound(Page[] frames, int n)
    {
        for (int i = 0; i < n; i++)
        {
            Device device = new();
            if (device.Open(frames) != 0) // ACQ101
                return -1;
            if (device.Users == i)
                continue;
            device.Close();
        }

        return 0;
    }

    public static int ClosedTwice(Page[] frames)
    {
        Device device = new();
        if (device.Open(frames) != 0)
            return -1;
        device.Close();
        device.Close(); // ACQ104
        return 0;
    }

    public static int ThrownAwayByAThrow(Page[] frames)
    {
        Device device = new();
        if (device.Open(frames) != 0) // ACQ101
            return -1;
        if (device.Users > 3)
            throw new InvalidOperationException("in use");
        device.Close();
        return 0;
    }

    public static int OpenedAsABoolean(Page[] frames, bool stop)
    {
        Device device = new();
        if (!device.TryOpen(frames)) // ACQ101
            return -1;
        if (stop)
            return -2;
        device.Close();
        return 0;
    }

    // Silent.

    public static int Closed(Page[] frames)
    {
        Device device = new();
        int err = device.Open(frames);
        if (err != 0)
            return err;
        device.Poke();
        device.Close();
        return 0;
    }

    public static int ClosedWhateverCame(Page[] frames)
    {
        Device device = new();
        int err = device.OpenWithoutUndo(frames);
        device.CloseWhatIsThere();
        return err;
    }

    public static int ClosedOnBothWays(Page[] frames)
    {
        Device device = new();
        int err = device.OpenWithoutUndo(frames);
        if (err != 0)
        {
            device.CloseWhatIsThere();
            return err;
        }

        device.Close();
        return 0;
    }

    public static int ClosedTwiceWhichDoesNoHarm(Page[] frames)
    {
        Device device = new();
        int err = device.Open(frames);
        device.CloseWhatIsThere();
        device.CloseWhatIsThere();
        return err;
    }

    public static int OpenedTwice(Page[] frames)
    {
        Device device = new();
        if (device.Open(frames) != 0)
            return -1;
        device.CloseWhatIsThere();
        if (device.Open(frames) != 0)
            return -1;
        device.CloseWhatIsThere();
        return 0;
    }

    public static int Renewed(Page[] frames, int n)
    {
        Device device = new();
        if (device.Open(frames) != 0)
            return -1;
        for (int i = 0; i < n; i++)
            device.Renew(frames);
        device.CloseWhatIsThere();
        return 0;
    }

    public static int HandedOn(Page[] frames, List<Device> all)
    {
        Device device = new();
        int err = device.OpenWithoutUndo(frames);
        all.Add(device);
        return err;
    }

    public static Device Returned(Page[] frames)
    {
        Device device = new();
        if (device.Open(frames) != 0)
            return null;
        return device;
    }

    public static int SomebodyElses(Device device, Page[] frames) => device.OpenWithoutUndo(frames);

    public static int KnownBefore(Page[] frames, List<Device> all)
    {
        Device device = new();
        all.Add(device);
        if (device.Open(frames) != 0)
            return -1;
        return 0;
    }

    public static int Registered(Page[] frames)
    {
        RegisteredDevice device = new();
        if (device.Open() != 0)
            return -1;
        return 0;
    }

    public static int Finalized()
    {
        FinalizedDevice device = new();
        if (device.Open() != 0)
            return -1;
        return 0;
    }

    public static Page Detached(Page[] frames)
    {
        Device device = new();
        device.OpenUnchecked();
        return device.Detach();
    }

    public static int TakenLazily()
    {
        LazyDevice device = new();
        device.Need();
        device.Need();
        device.Drop();
        return 0;
    }

    public static int TakenByAnother(Page[] frames, Owner owner)
    {
        Device device = new();
        if (device.Open(frames) != 0)
            return -1;
        owner.Device = device;
        return 0;
    }

    public static Action ClosedLater(Page[] frames)
    {
        Device device = new();
        if (device.Open(frames) != 0)
            return null;
        return () => device.Close();
    }

    public sealed class Owner
    {
        public Device Device;
    }

    public sealed class Device
    {
        private Page page;
        private VmArea area;

        public int Users { get; private set; }

        public int Open(Page[] frames)
        {
            page = Mm.AllocPage();
            if (page == null)
                return -Errno.NoMem;
            area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
            if (area == null)
            {
                Mm.FreePage(page);
                page = null;
                return -Errno.NoMem;
            }

            return 0;
        }

        public bool TryOpen(Page[] frames)
        {
            page = Mm.AllocPage();
            if (page == null)
                return false;
            area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
            if (area != null)
                return true;
            Mm.FreePage(page);
            return false;
        }

        public int OpenWithoutUndo(Page[] frames)
        {
            page = Mm.AllocPage();
            if (page == null)
                return -Errno.NoMem;
            area = Vmalloc.Vmap(frames, 2, VmapFlags.None);
            if (area == null)
                return -Errno.NoMem;
            return 0;
        }

        public void OpenUnchecked() => page = Mm.AllocPage();

        public void Poke() => Hw.Log(area.Length.ToString());

        public int Renew(Page[] frames)
        {
            VmArea next = Vmalloc.Vmap(frames, 2, VmapFlags.None);
            if (next == null)
                return -Errno.NoMem;
            Vmalloc.Vunmap(area);
            area = next;
            return 0;
        }

        public Page Detach()
        {
            Page taken = page;
            page = null;
            return taken;
        }

        public void ClosePage() => Mm.FreePage(page);

        public void Close()
        {
            Vmalloc.Vunmap(area);
            Mm.FreePage(page);
        }

        public void CloseWhatIsThere()
        {
            if (area != null)
                Vmalloc.Vunmap(area);
            area = null;
            if (page != null)
                Mm.FreePage(page);
            page = null;
        }
    }

    public sealed class RegisteredDevice
    {
        private static readonly List<RegisteredDevice> s_all = new();
        private Page page;

        public int Open()
        {
            s_all.Add(this);
            page = Mm.AllocPage();
            return page == null ? -1 : 0;
        }

        public void Close() => Mm.FreePage(page);
    }

    public sealed class FinalizedDevice
    {
        private Page page;

        ~FinalizedDevice()
        {
            if (page != null)
                Mm.FreePage(page);
        }

        public int Open()
        {
            page = Mm.AllocPage();
            return page == null ? -1 : 0;
        }
    }

    public sealed class LazyDevice
    {
        private Page page;

        public void Need()
        {
            if (page == null)
                page = Mm.AllocPage();
        }

        public void Drop()
        {
            if (page != null)
                Mm.FreePage(page);
            page = null;
        }
    }
}
