namespace Acquit.Memory;

/// <summary>A lock that a thread holds. A value, so that keeping a list of them allocates nothing.</summary>
/// <param name="Lock">The lock; its text is its name.</param>
/// <param name="Kernel">The kernel it belongs to.</param>
/// <param name="Key">What stands for it in the order of locks; without a class when checking is off.</param>
/// <param name="ForWrite">Whether nobody else can hold it.</param>
/// <param name="ByTrying">Whether it was taken without waiting.</param>
/// <param name="Site">The call that took it.</param>
internal readonly record struct HeldLock(
    object Lock, KernelMemory Kernel, LockKey Key, bool ForWrite, bool ByTrying, CallSite Site);
