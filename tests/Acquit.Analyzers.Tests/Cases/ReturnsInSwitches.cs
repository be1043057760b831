using Cases.Api;

namespace Cases;

// A return without a value, where only what was asked before tells that it is one.
public static class ReturnsInSwitches
{
    public static void InASection(ulong address, int mode)
    {
        Page page = Mm.PinUserPage(address, FollFlags.None); // ACQ101 "the method returns at line 16 (in case '1')"
        if (page == null)
            return;
        switch (mode)
        {
            case 1:
                return;
            default:
                Mm.UnpinUserPage(page);
                break;
        }
    }

    public static void InTheDefaultSection(ulong address, int mode)
    {
        Page page = Mm.PinUserPage(address, FollFlags.None); // ACQ101 "the method returns at line 35"
        if (page == null)
            return;
        switch (mode)
        {
            case 1:
            case 2:
                Mm.UnpinUserPage(page);
                break;
            default:
                return;
        }
    }

    public static void InASectionWithAGuard(ulong address, int mode, bool keeps)
    {
        Page page = Mm.PinUserPage(address, FollFlags.None); // ACQ101 "the method returns at line 47"
        if (page == null)
            return;
        switch (mode)
        {
            case > 3 when keeps:
                return;
            default:
                Mm.UnpinUserPage(page);
                break;
        }
    }

    public static void AfterASwitch(ulong address, int mode, ref int count)
    {
        Page page = Mm.PinUserPage(address, FollFlags.None); // ACQ101 "the method returns at line 70"
        if (page == null)
            return;
        switch (mode)
        {
            case 1:
                Mm.UnpinUserPage(page);
                break;
            case 2:
                count++;
                break;
        }

        if (mode != 1)
            return;
        count = 0;
    }

    public static void BehindAConjunction(ulong address, bool stops, bool really)
    {
        Page page = Mm.PinUserPage(address, FollFlags.None); // ACQ101 "the method returns at line 80"
        if (page == null)
            return;
        if (stops && really)
            return;
        Mm.UnpinUserPage(page);
    }

    public static void BehindADisjunction(ulong address, bool stops, bool really)
    {
        Page page = Mm.PinUserPage(address, FollFlags.None); // ACQ101 "the method returns at line 90"
        if (page == null)
            return;
        if (!(!stops && !really))
            return;
        Mm.UnpinUserPage(page);
    }

    public static void InNoSection(ulong address, int mode)
    {
        Page page = Mm.PinUserPage(address, FollFlags.None);
        if (page == null)
            return;
        switch (mode)
        {
            case 1:
                Mm.UnpinUserPage(page);
                return;
            default:
                Mm.UnpinUserPage(page);
                break;
        }
    }

    public static void AtTheEnd(ulong address, int mode)
    {
        Page page = Mm.PinUserPage(address, FollFlags.None); // ACQ101 "the method ends at line 123"
        if (page == null)
            return;
        switch (mode)
        {
            case 1:
                Mm.UnpinUserPage(page);
                break;
            case 2:
                break;
        }
    }
}
