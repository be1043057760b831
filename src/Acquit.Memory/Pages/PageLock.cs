namespace Acquit.Memory;

/// <summary>The lock bit of a page. Like the kernel's, it has no owner: another thread may unlock.</summary>
internal sealed class PageLock
{
    private bool held;

    public bool IsHeld
    {
        get
        {
            lock (this)
            {
                return held;
            }
        }
    }

    public void Enter()
    {
        lock (this)
        {
            while (held)
            {
                Monitor.Wait(this);
            }

            held = true;
        }
    }

    public bool TryEnter()
    {
        lock (this)
        {
            return !held && (held = true);
        }
    }

    /// <returns>False if it was not held.</returns>
    public bool Exit()
    {
        lock (this)
        {
            bool was = held;
            held = false;
            Monitor.Pulse(this);
            return was;
        }
    }
}
