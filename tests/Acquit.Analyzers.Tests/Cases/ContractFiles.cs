using Cases.Api;
using static Cases.Api.TcpPort;

namespace Cases;

// A port with C names, described from outside.
internal static class ContractFiles
{
    public static int QueuedOrFreed(TcpConnection connection, int size)
    {
        TcpSegment segment = tcp_stream_alloc_segment(size);
        if (segment == null)
            return -Errno.NoMem;

        segment.Length = size;
        int err = tcp_queue(connection, segment);
        if (err != 0)
            kfree_segment(segment);
        return err;
    }

    public static int QueuedOrForgotten(TcpConnection connection, int size)
    {
        TcpSegment segment = tcp_stream_alloc_segment(size); // ACQ101
        if (segment == null)
            return -Errno.NoMem;

        segment.Length = size;
        return tcp_queue(connection, segment);
    }

    public static int FreedThoughQueued(TcpConnection connection, int size)
    {
        TcpSegment segment = tcp_stream_alloc_segment(size);
        if (segment == null)
            return -Errno.NoMem;

        int err = tcp_queue(connection, segment);
        if (err == 0)
            Hw.Kick();

        kfree_segment(segment); // ACQ104
        return err;
    }

    public static int LookedUpAndReleased(int port)
    {
        TcpConnection connection = ConnLookup(port);
        if (connection == null)
            return -Errno.NoDev;

        int found = connection.Port;
        ConnRelease(connection);
        return found;
    }

    public static int LookedUpAndKept(int port)
    {
        TcpConnection connection = ConnLookup(port); // ACQ101
        if (connection == null)
            return -Errno.NoDev;

        return connection.Port;
    }

    public static TcpConnection LookedUpForTheCaller(int port) => ConnLookup(port);

    public static void ReferenceForTheCaller(TcpConnection connection) => ConnAddRef(connection);

    public static int ReferenceKeptOnOnePath(TcpConnection connection, ITcpLock gate)
    {
        ConnAddRef(connection); // ACQ101
        if (!gate.trylock_sock())
            return -Errno.Busy;

        int port = connection.Port;
        gate.release_sock();
        ConnRelease(connection);
        return port;
    }

    public static int ThroughTheImplementation(SockLock gate)
    {
        gate.lock_sock(); // ACQ101
        if (Hw.Status() < 0)
            return -Errno.IO;

        gate.release_sock();
        return 0;
    }

    public static void ThroughTheImplementationAndBack(SockLock gate)
    {
        gate.lock_sock();
        try
        {
            Hw.Kick();
        }
        finally
        {
            gate.release_sock();
        }
    }

    internal sealed class SockLock : ITcpLock
    {
        private int _holders;

        public void lock_sock() => _holders++;

        public bool trylock_sock() => _holders++ == 0;

        public void release_sock() => _holders--;
    }
}
