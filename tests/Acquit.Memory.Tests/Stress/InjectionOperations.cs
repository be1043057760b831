namespace Acquit.Memory.Tests.Stress;

/// <summary>Now and then something fails that would not have failed, or comes in part.</summary>
internal static class InjectionOperations
{
    public static readonly Action<StressThread>[] All = [Inject];

    private static void Inject(StressThread thread)
    {
        FaultInjection injection = thread.Kernel.Injection;
        switch (thread.Random.Next(12))
        {
            case 0:
                injection.FailNthOfAny(thread.Random.Next(1, 30));
                break;
            case 1:
                injection.FailNext(thread.Pick(nameof(KernelMemory.AllocPages), nameof(KernelMemory.Vmap), nameof(KernelMemory.Vmalloc)));
                break;
            case 2:
                injection.PartialNext(nameof(MmStruct.PinUserPagesFast), thread.Random.Next(4));
                break;
            case 3:
                injection.PartialNext(nameof(KernelMemory.AllocPagesBulk), thread.Random.Next(3));
                break;
            case 4:
                injection.PartialNext(thread.Pick(MmStruct.FastHalf, MmStruct.SlowHalf), thread.Random.Next(3));
                break;
            case 5:
                injection.FailNext(nameof(KernelMemory.FatalSignalPending));
                break;
            case 6:
                injection.Clear();
                break;
        }
    }
}
