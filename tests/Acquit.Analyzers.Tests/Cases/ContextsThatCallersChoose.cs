using System;
using Acquit;

namespace Cases;

public sealed class ChosenFault
{
    public ulong Address;

    public bool Speculative;
}

public sealed class ChosenOperations
{
    [RunsIn("page-fault")]
    public Func<ChosenFault, int>? Fault { get; set; }

    [RunsIn("mmap")]
    public Func<ChosenFault, int>? Mmap { get; set; }
}

public sealed class ReadSection
{
    [Acquires("read-section", Enters = "rcu-read", ReleasedBy = nameof(Leave))]
    public extern void Enter();

    [Releases("read-section")]
    public extern void Leave();
}

public sealed class ChosenWalk
{
    [RunsIn("page-walk")]
    public Func<ulong, int>? Entry { get; init; }
}

public static class ChosenCalls
{
    [NotIn("page-fault")]
    public static int Size => 3;

    [NotIn("page-fault")]
    public static extern int Insert(ulong address);

    [OnlyIn("page-fault")]
    public static extern int InsertAtFault(ulong address);

    [OnlyIn("rcu-read")]
    public static extern int Lookup(ulong address);

    [OnlyIn("chosen-walk")]
    public static extern int InWalk(ulong address);

    public static extern int Walk([RunsIn("chosen-walk")] ChosenWalk operations);
}

// A helper that serves several contexts is told by its callers which one it is.
internal sealed class ContextsThatCallersChoose
{
    private readonly ReadSection _section = new();

    public ChosenOperations ByAFlag => new() { Fault = fault => Put(fault.Address, true), Mmap = fault => Put(fault.Address, false) };

    private static int Put(ulong address, bool atFault) => atFault ? ChosenCalls.InsertAtFault(address) : ChosenCalls.Insert(address);

    public ChosenOperations ByLeavingEarly => new() { Fault = fault => Fill(fault.Address, 1) };

    private static int Fill(ulong address, int flags)
    {
        bool atomic = (flags & 1) != 0;
        if (atomic)
        {
            return -1;
        }

        return ChosenCalls.Insert(address);
    }

    public ChosenOperations ByWhatIsPassed => new() { Fault = fault => Speculate(fault) };

    private static int Speculate(ChosenFault fault) => fault.Speculative ? -1 : ChosenCalls.Insert(fault.Address);

    public ChosenOperations WhateverTheFlag => new() { Fault = fault => Always(fault.Address, true) }; // ACQ201

    private static int Always(ulong address, bool loudly)
    {
        if (loudly)
        {
            Console.WriteLine(address);
        }

        return ChosenCalls.Insert(address);
    }

    public ChosenOperations ABoundIsNoFlag => new() { Fault = fault => Bounded(fault.Address) }; // ACQ201

    private static int Bounded(ulong address)
    {
        if (address == 0)
        {
            return -1;
        }

        return ChosenCalls.Insert(address);
    }

    public ChosenOperations Named => new()
    {
        Fault = _ =>
        {
            Console.WriteLine(nameof(ChosenCalls.Size));
            return 0;
        },
    };

    public ChosenOperations Entered => new() { Fault = LooksUp, Mmap = LooksUpWithoutEntering };

    private int LooksUp(ChosenFault fault)
    {
        _section.Enter();
        int found = ChosenCalls.Lookup(fault.Address);
        _section.Leave();
        return found;
    }

    private int LooksUpWithoutEntering(ChosenFault fault) => ChosenCalls.Lookup(fault.Address); // ACQ202

    public int InBothContextsOfATable() => ChosenCalls.Walk(new ChosenWalk { Entry = address => ChosenCalls.InWalk(address) });
}

// What an object remembers, its callers may have set for what they do.
internal sealed class ContextsThatTheObjectRemembers
{
    private static bool s_speculative;
    private readonly ChosenFault _state = new();
    private bool _inAtomic;
    private int _count;

    public bool MayInsert { get; set; }

    public ChosenOperations ByAField => new() { Fault = FaultByAField, Mmap = fault => Fill(fault.Address) };

    private int FaultByAField(ChosenFault fault)
    {
        _inAtomic = true;
        int result = Fill(fault.Address);
        _inAtomic = false;
        return result;
    }

    private int Fill(ulong address)
    {
        if (_inAtomic)
            return -1;
        return ChosenCalls.Insert(address);
    }

    public ChosenOperations ByAProperty => new() { Fault = fault => FillIfItMay(fault.Address) };

    private int FillIfItMay(ulong address) => this.MayInsert ? ChosenCalls.Insert(address) : -1;

    public ChosenOperations ByAMemberOfAField => new() { Fault = fault => FillByState(fault.Address) };

    private int FillByState(ulong address)
    {
        bool speculative = _state.Speculative;
        return speculative ? -1 : ChosenCalls.Insert(address);
    }

    public ChosenOperations ByAStaticField => new() { Fault = fault => FillUnlessSpeculative(fault.Address) };

    private static int FillUnlessSpeculative(ulong address) => s_speculative ? -1 : ChosenCalls.Insert(address);

    public ChosenOperations ByDeeperHelpers => new() { Fault = fault => Deeper(fault.Address) };

    private int Deeper(ulong address) => Fill(address + 1);

    public ChosenOperations ACountIsNoFlag => new() { Fault = fault => FillTheFirst(fault.Address) }; // ACQ201

    private int FillTheFirst(ulong address)
    {
        if (_count == 0)
            return -1;
        return ChosenCalls.Insert(address);
    }

    public ChosenOperations InTheHandlerItself => new() { Fault = FaultAtOnce };

    private int FaultAtOnce(ChosenFault fault) => _inAtomic ? -1 : ChosenCalls.Insert(fault.Address); // ACQ201

    public void Speculate(bool on) => s_speculative = on;
}

// A table that is kept runs where it is passed to some day, besides where its places say.
public sealed class KeptWalk
{
    [RunsIn("page-walk")]
    public Func<ulong, int>? Entry { get; set; }
}

public static class KeptWalks
{
    [OnlyIn("kept-walk")]
    public static extern int InKeptWalk(ulong address);

    [NotIn("page-walk")]
    public static extern int Sleep(ulong address);

    public static extern int Walk([RunsIn("kept-walk")] KeptWalk operations);
}

internal sealed class TablesThatAreKept
{
    private readonly KeptWalk _operations = new() { Entry = EntryOf };

    private KeptWalk _later;

    public TablesThatAreKept()
    {
        _later = new KeptWalk { Entry = address => KeptWalks.InKeptWalk(address) };
        _later.Entry = address => KeptWalks.Sleep(address); // ACQ201
    }

    public KeptWalk Operations => _operations;

    public KeptWalk Made() => new() { Entry = address => KeptWalks.InKeptWalk(address + 1) };

    private static int EntryOf(ulong address) => KeptWalks.InKeptWalk(address);
}

internal sealed class WalksTablesOfOthers
{
    public int Run(TablesThatAreKept other) => KeptWalks.Walk(other.Operations);
}
