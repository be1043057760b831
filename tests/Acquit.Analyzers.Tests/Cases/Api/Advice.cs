using System;
using System.Collections.Generic;
using Acquit;
using Cases.Api;

// APIs whose use something is said of: forbidden arguments, older names.
namespace Cases.Advice;

[Flags]
public enum GupFlags
{
    None = 0,
    Write = 1,
    Force = 2,
    Get = 4,
    LongTerm = 0x100,
    Pin = 0x200,
}

[Flags]
public enum Wide : ulong
{
    None = 0,
    Low = 1,
    High = 1UL << 63,
}

public enum Direction
{
    Both = 0,
    ToDevice = 1,
    FromDevice = 2,
    None = 3,
}

public sealed class AddressSpace
{
    public extern int Get(
        ulong start, int count,
        [Forbids(When = "flags has LongTerm", Use = nameof(Pin), Because = "A long hold has to be a pin.")]
        [Forbids(When = "flags has Pin", Because = "It is the core's own flag.")]
        GupFlags flags,
        [Acquires("page-ref", Count = "return", When = "return > 0", ReleasedBy = nameof(Put))] Page[] pages);

    public extern int Pin(
        ulong start, int count, GupFlags flags,
        [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(Unpin))] Page[] pages);

    public extern void Put([Releases("page-ref", Count = "count")] Page[] pages, int count);

    public extern void Unpin([Releases("page-pin", Count = "count")] Page[] pages, int count);

    [ReplacedBy(nameof(Unpin))]
    public extern void PutUser([Releases("page-pin", Count = "count")] Page[] pages, int count);

    [ReplacedBy(nameof(Pin), Passing = "flags has LongTerm")]
    public extern int PinLongterm(
        ulong start, int count, GupFlags flags,
        [Acquires("page-pin", Count = "return", When = "return > 0", ReleasedBy = nameof(Unpin))] Page[] pages);

    [ReplacedBy(nameof(Touch), Because = "There is one lock now.")]
    public extern void TouchLocked(ulong start);

    public extern void Touch(ulong start);

    /// <summary>The newer one, with the older one as it was before.</summary>
    public int Pinned { get; }

    public int PinCount
    {
        [ReplacedBy(nameof(Pinned))]
        get => Pinned;
    }

    [ReplacedBy(nameof(Touch))]
    public void TouchOnce(ulong start) => TouchLocked(start);
}

public static class Streams
{
    public static extern void Sync(
        ulong address,
        [Forbids(When = "direction == None", Because = "Nothing would be moved.")] Direction direction,
        [Forbids(When = "length <= 0")] int length);

    [Forbids(When = "isCoherent == false && mask lacks High", Use = nameof(Sync))]
    public static extern void Allocate(bool isCoherent, Wide mask);

    public static extern void Attach([Forbids(When = "driver == null")] object driver, [Forbids(When = "first == second")] int first, int second);

    public static extern void Reserve([Forbids(When = "length < 16")] ulong length);

    public static extern void Limit([Forbids(When = "length > 16")] ulong length);

    public static extern void Within([Forbids(When = "first > last")] ulong first, ulong last);

    public static extern void Mask([Forbids(When = "mask >= High")] Wide mask);

    public static extern void Start(ulong address, [Forbids(When = "burst != 0")] int burst = 1);
}

public sealed class Ring
{
    public Ring([Forbids(When = "size < 2")] int size)
    {
    }
}

public static class AddressSpaceExtensions
{
    public static extern int Drain(this AddressSpace mm, [Forbids(When = "flags has Pin")] GupFlags flags);

    public static extern void Kick(this Engine engine, [Releases("page")] Page page);
}

/// <summary>What drivers derive from.</summary>
public class Engine
{
    public extern void Retire([Releases("page")] Page page);

    protected static extern void Flush([Releases("page")] Page page);

    [return: Acquires("page", ReleasedBy = nameof(Retire))]
    public virtual extern Page Take();

    public extern int Watch([Borrows] Page page);
}

public static class Globals
{
    public static extern void GivePage([Releases("page")] Page page);

    public static extern void GivePages([Releases("page")] Page first, [Releases("page")] Page second);
}
