using System;
using System.Threading;

namespace Cases;

/// <summary>A helper that answers with the error that it was passed: what comes back is the failure that went in.</summary>
internal sealed class RepeatedErrors
{
    internal readonly object _gate = new();

    // Reports.

    public int TheErrorOfACall(int n)
    {
        Monitor.Enter(_gate); // ACQ101
        int err = Set(n);
        if (err < 0)
            return Fail(err);

        Monitor.Exit(_gate);
        return 0;
    }

    public int AConstant(int n)
    {
        Monitor.Enter(_gate); // ACQ101
        if (n < 0)
            return Fail(-5);

        Monitor.Exit(_gate);
        return 0;
    }

    public int ThroughTwo(int n)
    {
        Monitor.Enter(_gate); // ACQ101
        if (n < 0)
            return FailInTwo(-5);

        Monitor.Exit(_gate);
        return 0;
    }

    public int AConstantThroughTwo(int n)
    {
        Monitor.Enter(_gate); // ACQ101
        if (n < 0)
            return FailAlways();

        Monitor.Exit(_gate);
        return 0;
    }

    public int KeptInAVariable(int n)
    {
        Monitor.Enter(_gate); // ACQ101
        int err = Set(n);
        if (err < 0)
        {
            err = FailInTwo(err);
            return err;
        }

        Monitor.Exit(_gate);
        return 0;
    }

    // Silent.

    public int GivenUpBefore(int n)
    {
        Monitor.Enter(_gate);
        int err = Set(n);
        if (err < 0)
        {
            Monitor.Exit(_gate);
            return Fail(err);
        }

        Monitor.Exit(_gate);
        return 0;
    }

    // Held when it succeeds.
    public int LeftToTheCaller(int n)
    {
        Monitor.Enter(_gate);
        int err = Set(n);
        if (err < 0)
        {
            Monitor.Exit(_gate);
            return FailInTwo(err);
        }

        return 0;
    }

    // Whether what comes back is a failure is not known.
    public int AnotherNumber(int n)
    {
        Monitor.Enter(_gate);
        int err = Set(n);
        if (err < 0)
            return Changed(err);

        Monitor.Exit(_gate);
        return 0;
    }

    private static int Set(int n) => Environment.TickCount % n;

    private static int Fail(int err)
    {
        Console.WriteLine(err);
        return err;
    }

    private static int FailInTwo(int err) => Fail(err);

    private static int FailAlways() => FailInTwo(-22);

    private static int Changed(int err)
    {
        err += Environment.TickCount;
        return err;
    }
}
