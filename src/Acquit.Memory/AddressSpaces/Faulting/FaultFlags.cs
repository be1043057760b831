namespace Acquit.Memory;

/// <summary>The circumstances of a page fault (fault_flag).</summary>
[Flags]
public enum FaultFlags
{
    /// <summary>A read, without retry.</summary>
    None = 0,

    /// <summary>The access is a write (FAULT_FLAG_WRITE).</summary>
    Write = 0x1,

    /// <summary>A read-only shared page is about to be written (FAULT_FLAG_MKWRITE).</summary>
    MkWrite = 0x2,

    /// <summary>The handler may drop the lock and answer <see cref="VmFaultCode.Retry"/> (FAULT_FLAG_ALLOW_RETRY).</summary>
    AllowRetry = 0x4,

    /// <summary>
    /// With <see cref="AllowRetry"/>: the handler answers <see cref="VmFaultCode.Retry"/> instead of waiting, and keeps the lock
    /// (FAULT_FLAG_RETRY_NOWAIT).
    /// </summary>
    RetryNoWait = 0x8,

    /// <summary>A fatal signal ends the handler's waiting (FAULT_FLAG_KILLABLE).</summary>
    Killable = 0x10,

    /// <summary>The fault was retried once; no more retries (FAULT_FLAG_TRIED).</summary>
    Tried = 0x20,

    /// <summary>The access came from user space (FAULT_FLAG_USER).</summary>
    User = 0x40,

    /// <summary>The access is made for another process (FAULT_FLAG_REMOTE).</summary>
    Remote = 0x80,

    /// <summary>The access fetches an instruction (FAULT_FLAG_INSTRUCTION).</summary>
    Instruction = 0x100,

    /// <summary>Any signal ends the handler's waiting (FAULT_FLAG_INTERRUPTIBLE).</summary>
    Interruptible = 0x200,

    /// <summary>
    /// A page that is shared by copy-on-write gets a copy of its own without being written (FAULT_FLAG_UNSHARE). Not together
    /// with <see cref="Write"/>.
    /// </summary>
    Unshare = 0x400,
}
