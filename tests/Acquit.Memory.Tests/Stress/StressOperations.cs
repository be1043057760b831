namespace Acquit.Memory.Tests.Stress;

/// <summary>Everything a thread may do next.</summary>
internal static class StressOperations
{
    public static readonly Action<StressThread>[] All =
    [
        .. PageOperations.All,
        .. ProcessOperations.All,
        .. PinOperations.All,
        .. MappingOperations.All,
        .. WalkOperations.All,
        .. FileOperationsOfThreads.All,
        .. DeviceOperations.All,
        .. ReferenceOperations.All,
        .. SlotOperations.All,
        .. InjectionOperations.All,
    ];
}
