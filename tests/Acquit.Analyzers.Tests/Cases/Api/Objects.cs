using System;
using Acquit;

namespace Cases.Api;

/// <summary>A reference-counted object.</summary>
public sealed class KObject
{
    public int Id;

    /// <summary>Null when there is no memory; else with one reference.</summary>
    [return: Acquires("kobject-ref", When = "return != null", ReleasedBy = nameof(Release))]
    public static extern KObject Create(int id);

    [Acquires("kobject-ref", ReleasedBy = nameof(Release))]
    public extern void AddRef();

    [Acquires("kobject-ref", When = "return == true", ReleasedBy = nameof(Release))]
    public extern bool TryAddRef();

    [Releases("kobject-ref")]
    public extern void Release();

    public extern void Poke();
}

public enum OpenStatus
{
    Ok = 0,
    Missing = 1,
    Busy = 2,
}

/// <summary>Handles are integers; no value of one says by itself whether the open worked, only the result does.</summary>
public static class Handles
{
    public static extern bool TryOpen(
        string name, [Acquires("handle", When = "return == true", ReleasedBy = nameof(Close))] out nint handle);

    /// <summary>0, or a negative error.</summary>
    public static extern int Open(
        string name, [Acquires("handle", When = "return == 0", ReleasedBy = nameof(Close))] out nint handle);

    public static extern OpenStatus OpenWithStatus(
        string name, [Acquires("handle", When = "return == Ok", ReleasedBy = nameof(Close))] out nint handle);

    public static extern void Close([Releases("handle")] nint handle);

    public static extern int Read([Borrows] nint handle);

    [return: Acquires("fd", When = "return != -1", ReleasedBy = nameof(CloseFd))]
    public static extern int OpenFd(string name);

    public static extern int CloseFd([Releases("fd")] int fd);

    public static extern int ReadFd([Borrows] int fd);
}

/// <summary>A packet buffer, with the consuming calls of a network stack.</summary>
public sealed class Skb
{
    public int Length;
}

public static class Net
{
    [return: Acquires("skb", When = "return != null", ReleasedBy = nameof(KfreeSkb))]
    public static extern Skb AllocSkb(int size);

    public static extern void KfreeSkb([Releases("skb", When = "skb != null")] Skb skb);

    /// <summary>Takes the buffer whatever happens to it.</summary>
    public static extern int Xmit([Consumes("skb")] Skb skb);

    /// <summary>True when the queue ate the buffer; else it is still the caller's.</summary>
    public static extern bool TryQueue([Consumes("skb", When = "return == true")] Skb skb);

    /// <summary>0 when the ring took the buffer; on a negative error it is still the caller's.</summary>
    public static extern int PostToRing([Consumes("skb", When = "return == 0")] Skb skb);
}

/// <summary>A lease that a <c>using</c> gives back.</summary>
public sealed class Lease : IDisposable
{
    public int Length;

    [Acquires("lease", ReleasedBy = nameof(Dispose))]
    public extern Lease(int length);

    [return: Acquires("lease", ReleasedBy = nameof(Dispose))]
    public static extern Lease Take(int length);

    [return: Acquires("lease", When = "return != null", ReleasedBy = nameof(Dispose))]
    public static extern Lease TakeOrNull(int length);

    [Releases("lease")]
    public extern void Dispose();
}

/// <summary>A scope that is a ref struct: it has a Dispose, but no interface.</summary>
public ref struct PinScope
{
    public int Count;

    [return: Acquires("pin-scope", ReleasedBy = nameof(Dispose))]
    public static extern PinScope Enter(int count);

    [Releases("pin-scope")]
    public extern void Dispose();
}
