using System.Runtime.ExceptionServices;

namespace PortedDrivers.Scenarios;

/// <summary>Somebody else who does something at the same time.</summary>
public sealed class Companion
{
    private readonly Thread thread;
    private ExceptionDispatchInfo? failure;

    public Companion(Action work)
    {
        // Who waits for ever does not keep the process from ending.
        thread = new Thread(() => Do(work)) { IsBackground = true };
        thread.Start();
    }

    /// <summary>Waits for the end, or so many milliseconds.</summary>
    public void Join(int milliseconds = Timeout.Infinite)
    {
        thread.Join(milliseconds);
        failure?.Throw();
    }

    private void Do(Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception)
        {
            // It is of interest to who waits: a thread of its own would take the whole process down.
            failure = ExceptionDispatchInfo.Capture(exception);
        }
    }
}
