namespace Acquit.Memory;

/// <summary>Why and how the page at an address is wanted.</summary>
/// <param name="Flags">The fault it would cause.</param>
/// <param name="Site">The call it is for.</param>
internal readonly record struct PageRequest(FaultFlags Flags, CallSite Site)
{
    /// <summary>The page is followed for a driver, not touched by a CPU: areas without counted pages are barred.</summary>
    public bool Follow { get; init; }

    /// <summary>Pin it, instead of taking a reference.</summary>
    public bool Pin { get; init; }

    /// <summary>Override the permissions of a private mapping.</summary>
    public bool Force { get; init; }

    /// <summary>Take it only if it is mapped.</summary>
    public bool NoFault { get; init; }

    /// <summary>The caller holds the mmap lock.</summary>
    public bool LockHeld { get; init; }

    public bool Write => (Flags & FaultFlags.Write) != 0;

    public bool IsAllowedIn(VmAreaStruct area) =>
        !(Follow && (area.Flags & (VmFlags.Io | VmFlags.PfnMap)) != 0)
        && (Write
            ? (area.Flags & VmFlags.Write) != 0 || (Force && !area.IsShared && (area.Flags & VmFlags.MayWrite) != 0)
            : (area.Flags & VmFlags.Read) != 0 || (Force && (area.Flags & VmFlags.MayRead) != 0));
}
