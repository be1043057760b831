namespace Acquit.Memory;

/// <summary>A change to a range of an address space (mmu_notifier_range).</summary>
/// <param name="Mm">The address space.</param>
/// <param name="Start">The first address.</param>
/// <param name="End">The address behind the last.</param>
/// <param name="Event">What happens to it.</param>
/// <param name="IsBlockable">Whether those who are told may sleep (mmu_notifier_range_blockable).</param>
public readonly record struct MmuNotifierRange(MmStruct Mm, ulong Start, ulong End, MmuNotifyEvent Event, bool IsBlockable = true);
