namespace Acquit.Memory;

/// <summary>A context that was entered by hand, and is left once.</summary>
internal sealed class EnteredContext(KernelThread thread, string context) : IDisposable
{
    private bool left;

    public void Dispose()
    {
        if (!left)
        {
            left = true;
            thread.Leave(context);
        }
    }
}
