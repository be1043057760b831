namespace Acquit.Memory;

/// <summary>What a callback on a chain answers (NOTIFY_*).</summary>
public enum NotifyResult
{
    /// <summary>Nothing to say; the next one is asked (NOTIFY_DONE).</summary>
    Done = 0,

    /// <summary>All is well; the next one is asked (NOTIFY_OK).</summary>
    Ok = 1,

    /// <summary>The bit that ends the chain (NOTIFY_STOP_MASK).</summary>
    StopMask = 0x8000,

    /// <summary>All is well, and nobody else is asked (NOTIFY_STOP).</summary>
    Stop = StopMask | Ok,

    /// <summary>It went wrong, and nobody else is asked (NOTIFY_BAD).</summary>
    Bad = StopMask | 2,
}
