namespace Acquit.Memory;

/// <summary>A lock that a thread holds.</summary>
/// <param name="Lock">Its name.</param>
/// <param name="ForWrite">Whether nobody else can hold it.</param>
/// <param name="TakenAt">The call that took it.</param>
public sealed record LockHold(string Lock, bool ForWrite, CallSite TakenAt);
