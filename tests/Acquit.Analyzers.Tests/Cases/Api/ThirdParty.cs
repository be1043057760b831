namespace Cases.Api;

/// <summary>Somebody else's port: nothing is annotated here, third-party.acquit.txt says it all.</summary>
public static class TcpPort
{
    public static extern TcpSegment tcp_stream_alloc_segment(int size);

    public static extern void kfree_segment(TcpSegment segment);

    public static extern int tcp_queue(TcpConnection connection, TcpSegment segment);

    public static extern TcpConnection ConnLookup(int port);

    public static extern void ConnAddRef(TcpConnection connection);

    public static extern void ConnRelease(TcpConnection connection);
}

public sealed class TcpSegment
{
    public int Length;
}

public sealed class TcpConnection
{
    public int Port;
}

public interface ITcpLock
{
    void lock_sock();

    bool trylock_sock();

    void release_sock();
}
