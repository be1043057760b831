using System;
using System.Threading;

namespace Cases;

// A helper that waits gives its caller's lock up for that long: when the wait goes wrong, nobody has the lock.
internal sealed class FramesWaitedFor
{
    private readonly ReaderWriterLockSlim _gate = new();
    private readonly int[] _frames = new int[64];
    private Fence? _drawn;
    private int _broken;

    public sealed class Fence
    {
        private bool _isLost;

        public void Lose() => _isLost = true;

        public void Wait()
        {
            if (_isLost)
                throw new InvalidOperationException("The device is gone.");
        }
    }

    public int ReadAfterWait(int index)
    {
        _gate.EnterReadLock();
        WaitUntilDrawn();
        int frame = _frames[index];
        _gate.ExitReadLock();
        return frame;
    }

    public int ReadUnlessBroken(int index)
    {
        _gate.EnterReadLock(); // ACQ102
        ThrowOnceBroken();
        int frame = _frames[index];
        _gate.ExitReadLock();
        return frame;
    }

    public void Break() => _broken = 1;

    public void Forget() => _drawn = null;

    private void ThrowOnceBroken()
    {
        if (_broken != 0)
            throw new InvalidOperationException("Frames are lost.");
    }

    private void WaitUntilDrawn()
    {
        if (_drawn == null)
            return;

        _gate.ExitReadLock();
        _gate.EnterWriteLock();
        if (_drawn != null)
        {
            var fence = _drawn;
            _gate.ExitWriteLock();
            fence.Wait();
            _gate.EnterWriteLock();
            _drawn = null;
        }

        _gate.ExitWriteLock();
        _gate.EnterReadLock();
    }
}
