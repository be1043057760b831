using System;
using System.Threading;

namespace Cases;

// An answer as a part of a tuple or record, asked by a pattern or in a copy.
internal sealed class AnswersInPatterns
{
    private readonly object _gate = new();

    private record Try(bool IsTaken, byte[] Bytes);

    // Reports.

    public void TupleAndMore()
    {
        if ((Monitor.TryEnter(_gate), Environment.TickCount) is (true, > 5)) // ACQ101
            Monitor.Exit(_gate);
    }

    public void LeftInACopy()
    {
        var first = new Try(Monitor.TryEnter(_gate), null); // ACQ101
        var second = first with { Bytes = new byte[3] };
        if (second.IsTaken && Environment.TickCount > 5)
            Monitor.Exit(_gate);
    }

    // Silent.

    public void Tuple()
    {
        if ((Monitor.TryEnter(_gate), 3) is (true, _))
            Monitor.Exit(_gate);
    }

    public void TupleInAVariable(int count)
    {
        var both = (IsTaken: Monitor.TryEnter(_gate), Count: count);
        switch (both)
        {
            case (true, > 3):
                Monitor.Exit(_gate);
                break;
            case (true, _):
                Monitor.Exit(_gate);
                break;
        }
    }

    public void Record()
    {
        var answer = new Try(Monitor.TryEnter(_gate), null);
        if (answer is (true, var bytes))
        {
            GC.KeepAlive(bytes);
            Monitor.Exit(_gate);
        }
    }

    public void Copy()
    {
        var first = new Try(Monitor.TryEnter(_gate), null);
        var second = first with { Bytes = new byte[3] };
        if (second.IsTaken)
            Monitor.Exit(_gate);
    }
}
