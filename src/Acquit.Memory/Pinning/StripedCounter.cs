namespace Acquit.Memory;

/// <summary>A sum that many threads add to, each in a cache line of its own processor, and that is seldom read (vm_event_states).</summary>
internal sealed class StripedCounter
{
    /// <summary>The processor fetches lines in pairs: two of them keep neighbours apart.</summary>
    private const int SlotsPerStripe = 128 / sizeof(long);

    private readonly int stripes = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 64));
    private readonly long[] slots;

    public StripedCounter() => slots = new long[(stripes + 1) * SlotsPerStripe];

    /// <summary>What was added so far; while others add, some moment's sum.</summary>
    public long Sum
    {
        get
        {
            long sum = 0;
            for (int stripe = 1; stripe <= stripes; stripe++)
            {
                sum += Volatile.Read(ref slots[stripe * SlotsPerStripe]);
            }

            return sum;
        }
    }

    public void Add(long value)
    {
        int stripe = (Thread.GetCurrentProcessorId() & (stripes - 1)) + 1;
        Interlocked.Add(ref slots[stripe * SlotsPerStripe], value);
    }
}
