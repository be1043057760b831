using System;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// What is put in the place of something held by a tuple, or by a property that takes care of what was there.
internal sealed class SetAllAtOnce : IDisposable
{
    private IntPtr _first;
    private IntPtr _second;
    private IntPtr _owned;
    private Page _page;

    public IntPtr Owned
    {
        get => _owned;
        set
        {
            Marshal.FreeHGlobal(_owned);
            _owned = value;
        }
    }

    public Page Page
    {
        get => _page;
        set
        {
            if (_page != null)
                Mm.FreePage(_page);
            _page = value;
        }
    }

    public Page Kept { get; set; }

    // Reports.

    public void BothForgotten()
    {
        _first = Marshal.AllocHGlobal(4); // ACQ101
        (_first, _second) = (IntPtr.Zero, IntPtr.Zero);
    }

    public static void OneForgotten()
    {
        Page a = Mm.NewPage(); // ACQ101
        Page b = null;
        (a, b) = (Mm.NewPage(), b);
        Mm.FreePage(a);
    }

    public static void Discarded(int rounds)
    {
        Page a = Mm.NewPage(); // ACQ101
        (a, rounds) = (null, rounds + 1);
        Hw.Log(rounds + " " + (a == null));
    }

    public void ForgottenByAPlainProperty()
    {
        Kept = Mm.NewPage(); // ACQ101
        Kept = null;
    }

    // Silent.

    public static void Swapped()
    {
        Page a = Mm.NewPage();
        Page b = Mm.NewPage();
        (a, b) = (b, a);
        Mm.FreePage(a);
        Mm.FreePage(b);
    }

    public static void MovedOn()
    {
        Page a = Mm.NewPage();
        Page b;
        (a, b) = (Mm.NewPage(), a);
        Mm.FreePage(a);
        Mm.FreePage(b);
    }

    public static void HeldByAnother(int rounds)
    {
        Page a = Mm.NewPage();
        for (int i = 0; i < rounds; i++)
        {
            Page former = a;
            (a, _) = (Mm.NewPage(), i);
            Mm.FreePage(former);
        }

        Mm.FreePage(a);
    }

    public void ReleasedByTheSetter()
    {
        Owned = Marshal.AllocHGlobal(4);
        Owned = IntPtr.Zero;
    }

    public void ReplacedByTheSetter()
    {
        Page = Mm.NewPage();
        Page = Mm.NewPage();
        Page = null;
    }

    public static void ReleasedByTheSetterOfAnother()
    {
        using var other = new SetAllAtOnce { Page = Mm.NewPage() };
        other.Page = null;
    }

    public void Dispose()
    {
        Owned = IntPtr.Zero;
        Page = null;
        if (Kept != null)
            Mm.FreePage(Kept);
        Kept = null;
        Marshal.FreeHGlobal(_first);
        Marshal.FreeHGlobal(_second);
        (_first, _second) = (IntPtr.Zero, IntPtr.Zero);
    }
}
