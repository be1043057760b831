using System.Text;
using Acquit.Memory;

namespace PortedDrivers.Hardware;

/// <summary>The emulator's end of the pipes: services that answer what they are sent, byte for byte changed.</summary>
public sealed class PipeHost(KernelMemory kernel)
{
    private readonly Dictionary<int, Channel> channels = [];

    /// <summary>The host takes no more guests.</summary>
    public bool IsFull { get; set; }

    /// <summary>How many bytes the host takes or gives in one command.</summary>
    public int Window { get; set; } = int.MaxValue;

    /// <summary>What the next command fails with, once; 0 for success.</summary>
    public int NextStatus { get; set; }

    /// <summary>How many guests have not said that they are done.</summary>
    public int OpenChannels => channels.Count;

    public int Attach(int id, ulong commandFrame)
    {
        if (IsFull)
            return -Errno.EBUSY;

        channels.Add(id, new Channel(commandFrame));
        return 0;
    }

    /// <summary>Chooses the service: "upper" or "invert".</summary>
    public int Connect(int id, ReadOnlySpan<byte> service)
    {
        Func<byte, byte>? answer = Encoding.ASCII.GetString(service) switch
        {
            "upper" => value => value is >= (byte)'a' and <= (byte)'z' ? (byte)(value - 32) : value,
            "invert" => value => (byte)~value,
            _ => null,
        };
        if (answer is null)
            return -Errno.ENOENT;

        channels[id].Answer = answer;
        return 0;
    }

    /// <summary>The guest has put a command into its page.</summary>
    public void Ring(int id)
    {
        Channel channel = channels[id];
        PipeCommandBlock block = new(kernel.PfnToPage(channel.CommandFrame).Span);
        block.Consumed = 0;
        block.Status = NextStatus;
        if (NextStatus != 0)
        {
            NextStatus = 0;
            return;
        }

        switch (block.Command)
        {
            case PipeCommand.Write:
                block.Consumed = Transfer(block, int.MaxValue, buffer =>
                {
                    foreach (byte value in buffer)
                        channel.Pending.Enqueue(channel.Answer(value));
                });
                break;
            case PipeCommand.Read when channel.Pending.Count == 0:
                block.Status = -Errno.EAGAIN;
                break;
            case PipeCommand.Read:
                block.Consumed = Transfer(block, channel.Pending.Count, buffer =>
                {
                    for (int i = 0; i < buffer.Length; i++)
                        buffer[i] = channel.Pending.Dequeue();
                });
                break;
            case PipeCommand.Close:
                channels.Remove(id);
                break;
            default:
                block.Status = -Errno.EINVAL;
                break;
        }
    }

    private int Transfer(PipeCommandBlock block, int available, BufferAction action)
    {
        int done = 0;
        int most = Math.Min(available, Window);
        for (int i = 0; i < block.BufferCount && done < most; i++)
        {
            (ulong address, int size) = block.GetBuffer(i);
            size = Math.Min(size, most - done);
            action(kernel.PfnToPage(address >> Page.Shift).Span.Slice((int)(address & ~Page.Mask), size));
            done += size;
        }

        return done;
    }

    private delegate void BufferAction(Span<byte> buffer);

    private sealed class Channel(ulong commandFrame)
    {
        public ulong CommandFrame { get; } = commandFrame;

        public Queue<byte> Pending { get; } = [];

        public Func<byte, byte> Answer { get; set; } = value => value;
    }
}
