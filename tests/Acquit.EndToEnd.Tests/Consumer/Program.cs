using System;
using ShippedContracts;

Console.WriteLine(Devices.Greet(1) + Devices.Ask(2) + Devices.Leave(3));

internal static class Devices
{
    public static int Greet(int number)
    {
        Channel? channel = Channel.Open(number); // ACQ101
        if (channel is null)
            return 0;

        int sent = channel.Send([1, 2, 3]);
        if (sent == 0)
            return -1;

        channel.Close();
        return sent;
    }

    public static int Ask(int number)
    {
        Channel? channel = Channel.Open(number);
        int sent = channel?.Send([1]) ?? 0;
        channel?.Close();
        return sent;
    }

    public static int Leave(int number)
    {
        if (Channel.Open(number) is not { } channel)
            return 0;

        channel.Close();
        return channel.Send([0]); // ACQ105
    }
}
