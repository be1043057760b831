namespace Acquit.Memory;

/// <summary>Lets so many warnings through as the kernel's log does (printk_ratelimit): ten in five seconds.</summary>
internal sealed class WarningRate
{
    private const int Burst = 10;
    private const long IntervalInMilliseconds = 5000;

    private readonly Lock gate = new();
    private long began = long.MinValue / 2;
    private int admitted;

    public bool Admits()
    {
        lock (gate)
        {
            long now = Environment.TickCount64;
            if (now - began >= IntervalInMilliseconds)
            {
                began = now;
                admitted = 0;
            }

            return admitted++ < Burst;
        }
    }
}
