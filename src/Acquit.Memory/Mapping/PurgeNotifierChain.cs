namespace Acquit.Memory;

/// <summary>
/// The chain of callbacks that are asked for room. It is held for reading while they run, so that whoever has unregistered knows that
/// the callback runs nowhere any more.
/// </summary>
internal sealed class PurgeNotifierChain
{
    private readonly ReaderWriterLockSlim semaphore = new(LockRecursionPolicy.NoRecursion);
    private readonly List<NotifierBlock> blocks = [];

    /// <summary>Whether this thread is inside one of the callbacks.</summary>
    public bool IsRunningHere => semaphore.IsReadLockHeld;

    /// <returns>False when it is on the chain already.</returns>
    public bool TryAdd(NotifierBlock block)
    {
        semaphore.EnterWriteLock();
        try
        {
            if (blocks.Contains(block))
            {
                return false;
            }

            int at = blocks.FindIndex(other => block.Priority > other.Priority);
            blocks.Insert(at < 0 ? blocks.Count : at, block);
            return true;
        }
        finally
        {
            semaphore.ExitWriteLock();
        }
    }

    /// <returns>False when it was not on the chain.</returns>
    public bool TryRemove(NotifierBlock block)
    {
        semaphore.EnterWriteLock();
        try
        {
            return blocks.Remove(block);
        }
        finally
        {
            semaphore.ExitWriteLock();
        }
    }

    /// <summary>Asks one after the other, until one ends the chain.</summary>
    /// <returns>What they say they have freed.</returns>
    public ulong Call()
    {
        ulong freed = 0;
        semaphore.EnterReadLock();
        try
        {
            using IDisposable context = KernelThread.Current.Enter(ExecutionContexts.VmapPurge);
            foreach (NotifierBlock block in blocks)
            {
                if ((block.NotifierCall(block, 0, ref freed) & NotifyResult.StopMask) != 0)
                {
                    break;
                }
            }
        }
        finally
        {
            semaphore.ExitReadLock();
        }

        return freed;
    }
}
