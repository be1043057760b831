namespace Acquit.Memory;

public sealed partial class KernelMemory
{
    private readonly List<WeakReference<DmaDevice>> dmaDevices = [];

    internal void AddDevice(DmaDevice device)
    {
        lock (dmaDevices)
        {
            dmaDevices.RemoveAll(known => !known.TryGetTarget(out _));
            dmaDevices.Add(new WeakReference<DmaDevice>(device));
        }
    }

    /// <summary>The other device that something is true of, to name it in a message.</summary>
    internal DmaDevice? FindDevice(Predicate<DmaDevice> condition)
    {
        lock (dmaDevices)
        {
            foreach (WeakReference<DmaDevice> known in dmaDevices)
            {
                if (known.TryGetTarget(out DmaDevice? device) && condition(device))
                {
                    return device;
                }
            }

            return null;
        }
    }
}
