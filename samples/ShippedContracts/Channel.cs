namespace ShippedContracts;

/// <summary>A channel to a device. Whoever opens it closes it.</summary>
public sealed class Channel
{
    private static int open;
    private readonly int _number;

    private Channel(int number) => _number = number;

    /// <summary>How many channels are open.</summary>
    public static int OpenChannels => open;

    /// <summary>Opens a channel; null if there is none of that number.</summary>
    public static Channel? Open(int number)
    {
        if (number < 0)
            return null;

        open++;
        return new Channel(number);
    }

    /// <summary>Sends data.</summary>
    /// <returns>How much was sent.</returns>
    public int Send(byte[] data) => _number == 0 ? 0 : data.Length;

    /// <summary>Closes the channel.</summary>
    public void Close() => open--;
}
