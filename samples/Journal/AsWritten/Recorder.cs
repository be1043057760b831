namespace Journal.AsWritten;

/// <summary>Takes measurements from several threads, and writes them one line at a time.</summary>
internal sealed class Recorder(JournalFile file, Window window)
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly object _measuring = new();

    /// <summary>Writes a line. False when there is nothing to write, or it could not be written.</summary>
    public async Task<bool> RecordAsync(double[] values, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        byte[]? line = Encoder.Line(values);
        if (line is null)
            return false;

        bool isWritten = file.Append(line);
        _writing.Release();
        return isWritten;
    }

    /// <summary>Remembers a measurement, if nobody else is at it for long.</summary>
    public bool TryMeasure(double value)
    {
        if (!Monitor.TryEnter(_measuring, millisecondsTimeout: 20))
        {
            Monitor.Exit(_measuring);
            return false;
        }

        window.Add(value);
        Monitor.Exit(_measuring);
        return true;
    }
}
