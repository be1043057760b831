using System.Runtime.InteropServices;

namespace Acquit.Cli;

/// <summary>
/// Hears when somebody wants the process to end, and lets it tidy up, however long that takes. Who says so again does not want to wait:
/// then it ends at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;

    public Interruption() => _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear)];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        Array.ForEach(_signals, signal => signal.Dispose());
        _source.Dispose();
    }

    private void Hear(PosixSignalContext signal)
    {
        signal.Cancel = !_source.IsCancellationRequested;
        // What is to be broken off is so on other threads: here nobody is who could be told that it failed.
        _ = _source.CancelAsync();
    }
}
