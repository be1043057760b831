using System.Runtime.InteropServices;

namespace Journal.AsWritten;

/// <summary>The latest measurements, out of the way of the garbage collector.</summary>
internal sealed unsafe class Window : IDisposable
{
    private readonly int _capacity;
    private readonly double* _samples;
    private int _count;

    public Window(int capacity)
    {
        _capacity = capacity;
        _samples = (double*)NativeMemory.AllocZeroed((nuint)capacity, sizeof(double));
    }

    public int Count => Math.Min(_count, _capacity);

    public void Add(double sample) => _samples[_count++ % _capacity] = sample;

    public double Median()
    {
        int count = Count;
        if (count == 0)
            return double.NaN;

        double* sorted = (double*)NativeMemory.AlignedAlloc((nuint)count * sizeof(double), 64);
        Buffer.MemoryCopy(_samples, sorted, (long)count * sizeof(double), (long)count * sizeof(double));
        new Span<double>(sorted, count).Sort();
        double median = sorted[count / 2];
        NativeMemory.Free(sorted);
        return median;
    }

    public void Dispose() => _count = 0;
}
