using System;
using Acquit;
using Cases.Api;

namespace Cases;

public sealed class NeverFault
{
    public ulong Address;
}

public sealed class NeverOperations
{
    [RunsIn("page-fault")]
    public Func<NeverFault, int> Fault { get; set; }
}

public static class NeverCalls
{
    [NotIn("page-fault")]
    public static extern int Insert(ulong address);
}

// Code runs in a context, but for the part of it that no run comes to.
internal static class CallsThatNeverRun
{
    public static NeverOperations Make() => new() { Fault = AskedTooEarly };

    public static NeverOperations MakeInTime() => new() { Fault = AskedInTime };

    public static NeverOperations MakeThroughHelper() => new() { Fault = ThroughHelper };

    public static NeverOperations MakeLambda() => new()
    {
        Fault = fault =>
        {
            bool ready = false;
            if (ready)
                return NeverCalls.Insert(fault.Address);
            ready = true;
            return 0;
        },
    };

    public static NeverOperations MakeLambdaInTime() => new()
    {
        Fault = fault =>
        {
            bool ready = fault.Address != 0;
            if (ready)
                return NeverCalls.Insert(fault.Address); // ACQ201
            return 0;
        },
    };

    private static int AskedTooEarly(NeverFault fault)
    {
        Page spare = null;
        if (spare == null)
            return -1;
        spare = Mm.AllocPage();
        int code = NeverCalls.Insert(fault.Address);
        Mm.FreePage(spare);
        return code;
    }

    private static int AskedInTime(NeverFault fault)
    {
        Page spare = null;
        spare = Mm.AllocPage();
        if (spare == null)
            return -1;
        int code = NeverCalls.Insert(fault.Address); // ACQ201
        Mm.FreePage(spare);
        return code;
    }

    private static int ThroughHelper(NeverFault fault) => Insert(fault.Address) + Often(fault.Address); // ACQ201

    private static int Insert(ulong address)
    {
        const bool Enabled = false;
        bool enabled = Enabled;
        return enabled ? NeverCalls.Insert(address) : 0;
    }

    private static int Often(ulong address)
    {
        int all = 0;
        for (int i = 0; i < 3; i++)
            all += NeverCalls.Insert(address);
        return all;
    }
}
