namespace Acquit.Memory;

/// <summary>The lock bit of a page. Like the kernel's, it has no owner: another thread may unlock.</summary>
internal sealed class PageLock
{
    private bool held;
    private int waiting;
    private bool hasWaiters;

    /// <summary>Whether somebody has waited since the lock was last given back with nobody waiting.</summary>
    public bool HasWaiters => Volatile.Read(ref hasWaiters);

    public void ForgetWaiters() => Volatile.Write(ref hasWaiters, false);

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
                hasWaiters = true;
                waiting++;
                Monitor.Wait(this);
                waiting--;
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
            hasWaiters &= waiting > 0;
            Monitor.Pulse(this);
            return was;
        }
    }
}
