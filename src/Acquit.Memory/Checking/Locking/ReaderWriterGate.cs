namespace Acquit.Memory;

/// <summary>Many readers or one writer; waiting writers go first. Who holds it is known to <see cref="TrackedRwLock"/>.</summary>
internal sealed class ReaderWriterGate
{
    private int readers;
    private int waitingWriters;
    private bool writer;

    public bool IsHeld
    {
        get
        {
            lock (this)
            {
                return writer || readers > 0;
            }
        }
    }

    /// <summary>Takes the lock for reading. A thread that already reads is let in, or it would wait for itself.</summary>
    public void EnterRead(bool nested)
    {
        lock (this)
        {
            while (writer || (waitingWriters > 0 && !nested))
            {
                Monitor.Wait(this);
            }

            readers++;
        }
    }

    public bool TryEnterRead()
    {
        lock (this)
        {
            if (writer || waitingWriters > 0)
            {
                return false;
            }

            readers++;
            return true;
        }
    }

    public void EnterWrite()
    {
        lock (this)
        {
            waitingWriters++;
            while (writer || readers > 0)
            {
                Monitor.Wait(this);
            }

            waitingWriters--;
            writer = true;
        }
    }

    public bool TryEnterWrite()
    {
        lock (this)
        {
            return !writer && readers == 0 && (writer = true);
        }
    }

    public void ExitRead()
    {
        lock (this)
        {
            readers--;
            Monitor.PulseAll(this);
        }
    }

    public void ExitWrite()
    {
        lock (this)
        {
            writer = false;
            Monitor.PulseAll(this);
        }
    }

    public void Downgrade()
    {
        lock (this)
        {
            writer = false;
            readers++;
            Monitor.PulseAll(this);
        }
    }
}
