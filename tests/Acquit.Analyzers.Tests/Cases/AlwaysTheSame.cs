using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Cases;

// Fields that stay what they begin with, and methods that are nothing but their answer.
internal sealed class AlwaysTheSame
{
    private static readonly bool IsChecked = true;
    private static readonly int Five = 5;

    private readonly object _gate = new();
    private bool _isOn = true;
    private int _mode = 2;
    private bool _isSet = true;
    private bool _isPassed = true;
    private static bool s_isTraced = false;

    private bool IsReady() => true;

    private static bool IsLate()
    {
        return false;
    }

    public void Set() => _isSet = !_isSet;

    public void Pass() => Interlocked.Exchange(ref _mode2, 1);

    private int _mode2 = 2;

    public bool IsPassed(ref bool passed) => passed;

    public bool PassOn() => IsPassed(ref _isPassed);

    public void NeverLeftByAStaticField()
    {
        Monitor.Enter(_gate);
        if (!IsChecked || Five != 5)
            return;
        Monitor.Exit(_gate);
    }

    public void NeverLeftByAPrivateField()
    {
        Monitor.Enter(_gate);
        if (!_isOn || _mode == 3 || s_isTraced)
            return;
        Monitor.Exit(_gate);
    }

    public void LeftByAFieldThatIsSet()
    {
        Monitor.Enter(_gate); // ACQ101
        if (!_isSet)
            return;
        Monitor.Exit(_gate);
    }

    public void LeftByAFieldThatIsPassed()
    {
        Monitor.Enter(_gate); // ACQ101
        if (!_isPassed)
            return;
        Monitor.Exit(_gate);
    }

    public void LeftByAFieldThatIsExchanged()
    {
        Monitor.Enter(_gate); // ACQ101
        if (_mode2 == 1)
            return;
        Monitor.Exit(_gate);
    }

    // Its body is yet to be written.
    public void LeftByAMethodThatSaysNothing()
    {
        Monitor.Enter(_gate); // ACQ101
        if (!IsReady())
            return;
        Monitor.Exit(_gate);
    }

    public void FreedAsItWasAllocated()
    {
        IntPtr block = IntPtr.Zero;
        if (IsReady())
            block = Marshal.AllocHGlobal(16);
        if (!IsLate())
            Console.WriteLine(block);
        if (IsReady())
            Marshal.FreeHGlobal(block);
    }

    public void FreedByAnother()
    {
        IntPtr block = IntPtr.Zero;
        if (IsReady())
            block = Marshal.AllocHGlobal(16); // ACQ101
        if (IsLate())
            Marshal.FreeHGlobal(block);
    }
}

// The same of what is not always the same: somebody puts something there, though it does not show at once.
internal sealed class NotAlwaysTheSame
{
    private readonly object _gate = new();
    private bool _open = false;
    private bool _raised = false;

    public void InParentheses(bool done)
    {
        Monitor.Enter(_gate);
        (_open) = true;
        if (done)
        {
            Monitor.Exit(_gate);
            return;
        }

        if (_open)
            Monitor.Exit(_gate);
    }

    public void ByExtension(bool wanted, bool done)
    {
        if (wanted)
        {
            Monitor.Enter(_gate);
            _raised.Raise();
            if (done)
            {
                Monitor.Exit(_gate);
                return;
            }
        }

        if (_raised)
            Monitor.Exit(_gate);
    }
}

internal static class Raising
{
    public static void Raise(this ref bool flag) => flag = true;
}

internal struct PerhapsNotInitialized
{
    private bool _none = true;

    public PerhapsNotInitialized()
    {
    }

    public static void Locked(object gate, bool done)
    {
        PerhapsNotInitialized one = default;
        Monitor.Enter(gate);
        if (done)
        {
            Monitor.Exit(gate);
            return;
        }

        if (!one._none)
            Monitor.Exit(gate);
    }
}
