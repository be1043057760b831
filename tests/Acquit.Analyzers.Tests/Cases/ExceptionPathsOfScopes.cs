using System;
using System.IO;
using System.Threading;
using Cases.Api;

namespace Cases;

// Locks and things with a Dispose.
internal sealed class ExceptionPathsOfScopes
{
    private readonly object _gate = new();

    public void MonitorWithLockTaken()
    {
        bool taken = false;
        try
        {
            Monitor.Enter(_gate, ref taken);
            Hw.Kick();
        }
        finally
        {
            if (taken)
                Monitor.Exit(_gate);
        }
    }

    public static int LockReleasedOnlyWhenNothingWasThrown(Device device)
    {
        device.Mutex.Lock(); // ACQ101
        try
        {
            Hw.Kick();
            device.Mutex.Unlock();
            return 0;
        }
        catch (IOException)
        {
            return -Errno.IO;
        }
    }

    public static void LockReleasedInFinally(Device device)
    {
        device.Mutex.Lock();
        try
        {
            Hw.Kick();
            if (device.Dead)
                throw new ObjectDisposedException(nameof(device));
        }
        finally
        {
            device.Mutex.Unlock();
        }
    }

    public static void SpinlockTakenByReference(Device device)
    {
        bool taken = false;
        try
        {
            device.Lock.TryEnter(ref taken);
            if (!taken)
                return;
            device.State++;
        }
        finally
        {
            if (taken)
                device.Lock.Unlock();
        }
    }

    public static int UsingDeclaration(int length)
    {
        using Lease lease = Lease.Take(length);
        if (lease.Length < length)
            return -Errno.NoMem;
        Hw.Kick();
        return lease.Length;
    }

    public static int UsingStatement(int length)
    {
        using (Lease lease = new Lease(length))
        {
            Hw.Kick();
            return lease.Length;
        }
    }

    public static void UsingOfAVariable(int length)
    {
        Lease lease = Lease.Take(length);
        using (lease)
        {
            lease.Length++;
        }
    }

    public static void UsingOfNullIsNothing(int length)
    {
        using Lease lease = Lease.TakeOrNull(length);
        if (lease != null)
            lease.Length++;
    }

    public static void UsingOfARefStruct(int count)
    {
        using PinScope scope = PinScope.Enter(count);
        scope.Count.ToString();
    }

    public static int NoUsing(int length)
    {
        Lease lease = Lease.Take(length); // ACQ101
        return lease.Length;
    }

    public static int NoUsingOfAConstructor(int length)
    {
        var lease = new Lease(length); // ACQ101
        return lease.Length;
    }

    public static int NoUsingOfARefStruct(int count)
    {
        PinScope scope = PinScope.Enter(count); // ACQ101
        return scope.Count;
    }

    public static int DisposedOnOnePathOnly(int length)
    {
        Lease lease = Lease.Take(length); // ACQ101
        if (lease.Length < length)
            return -Errno.NoMem;

        lease.Dispose();
        return 0;
    }

    public static void DisposedConditionally(int length)
    {
        Lease lease = Lease.TakeOrNull(length);
        Hw.Kick();
        lease?.Dispose();
    }

    public static void DisposedThroughTheInterface(int length)
    {
        IDisposable lease = Lease.Take(length);
        Hw.Kick();
        lease.Dispose();
    }

    public static Lease HandedOutAfterTheCheck(int length)
    {
        Lease lease = Lease.Take(length);
        if (lease.Length < length)
        {
            lease.Dispose();
            throw new InvalidOperationException();
        }

        return lease;
    }
}
