using System;
using System.IO;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Ownership that goes over only if a call succeeds: by its result, or by not throwing.
internal static class HandedOverOnSuccess
{
    public static int FailureForgotten(Skb other)
    {
        Skb skb = Net.AllocSkb(64); // ACQ101
        if (skb == null)
            return -Errno.NoMem;

        int status = Net.PostToRing(skb);
        if (status < 0)
            return status;

        return 0;
    }

    public static int FailureFreed()
    {
        Skb skb = Net.AllocSkb(64);
        if (skb == null)
            return -Errno.NoMem;

        int status = Net.PostToRing(skb);
        if (status != 0)
            Net.KfreeSkb(skb);
        return status;
    }

    public static bool ResultIgnored()
    {
        Skb skb = Net.AllocSkb(64); // ACQ101
        if (skb == null)
            return false;

        Net.TryQueue(skb);
        return true;
    }

    public static void FreedThoughEaten()
    {
        Skb skb = Net.AllocSkb(64);
        if (skb == null)
            return;

        if (Net.TryQueue(skb))
            Net.KfreeSkb(skb); // ACQ104
        else
            Net.KfreeSkb(skb);
    }

    public static void EatenFlag(bool direct)
    {
        Skb skb = Net.AllocSkb(64);
        if (skb == null)
            return;

        bool eaten = direct && Net.TryQueue(skb);
        if (!eaten)
            Net.KfreeSkb(skb);
    }

    public static void EatenFlagForgottenOnOneBranch(bool direct)
    {
        Skb skb = Net.AllocSkb(64); // ACQ101
        if (skb == null)
            return;

        if (direct)
        {
            bool eaten = Net.TryQueue(skb);
            if (!eaten)
                Net.KfreeSkb(skb);
        }
        else if (!Net.TryQueue(skb))
        {
            Hw.Log("dropped");
        }
    }

    public static bool ThrownBeforeItIsHandedOver()
    {
        Skb skb = Net.AllocSkb(64); // ACQ101
        if (skb == null)
            return false;

        try
        {
            Hw.Kick();
            Net.Xmit(skb);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public static bool HandedOverBeforeAnythingThrows()
    {
        Skb skb = Net.AllocSkb(64);
        if (skb == null)
            return false;

        try
        {
            Net.Xmit(skb);
            Hw.Kick();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public static bool FlagTellsWhetherItWent()
    {
        Skb skb = Net.AllocSkb(64);
        if (skb == null)
            return false;

        bool gone = false;
        try
        {
            Hw.Kick();
            Net.Xmit(skb);
            gone = true;
            return true;
        }
        finally
        {
            if (!gone)
                Net.KfreeSkb(skb);
        }
    }

    public static bool EnqueuedToNativeCode(object target)
    {
        GCHandle handle = GCHandle.Alloc(target); // ACQ101
        if (!AddPendingCall(GCHandle.ToIntPtr(handle)))
            return false;

        return true;
    }

    public static bool EnqueuedToNativeCodeOrFreed(object target)
    {
        GCHandle handle = GCHandle.Alloc(target);
        if (!AddPendingCall(GCHandle.ToIntPtr(handle)))
        {
            handle.Free();
            return false;
        }

        return true;
    }

    // Takes the handle over when it says so.
    private static extern bool AddPendingCall([Acquit.Consumes("gc-handle", When = "return == true")] IntPtr handle);
}
