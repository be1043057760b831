using Journal.Mended;
using Journal.Native;

// Keeps a journal with the mended classes. Those as they were written are compiled, and warned about, but not run.
if (OperatingSystem.IsWindows())
{
    Console.WriteLine("The journal is written by calls that Windows does not have.");
    return 0;
}

string path = Path.GetTempFileName();
try
{
    using JournalFile file = new(path);
    using Window window = new(capacity: 4);
    Recorder recorder = new(file, window);
    bool isWritten = file.Begin(new Header { Magic = 0x4c4e524a, Version = 1, Name = "temperature" });
    foreach (double value in (double[])[20.5, 21, 19.25, 22, 20.75])
    {
        isWritten &= recorder.TryMeasure(value) && await recorder.RecordAsync([value, window.Median()], CancellationToken.None);
    }

    bool isRefused = !await recorder.RecordAsync([double.NaN], CancellationToken.None);
    Console.WriteLine($"written: {isWritten}, not a number refused: {isRefused}, on disk: {file.Sync() == 0}");
    Console.Write(string.Join('\n', File.ReadAllLines(path).Skip(1)));
    Console.WriteLine();
    return isWritten && isRefused ? 0 : 1;
}
finally
{
    File.Delete(path);
}
