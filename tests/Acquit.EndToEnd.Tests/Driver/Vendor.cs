using System.Runtime.InteropServices;
using Acquit;

namespace Driver;

/// <summary>A vendor's library, which cannot be annotated: vendor.acquit.txt says what it does.</summary>
public static class Vendor
{
    private static int opened;

    public static int Open(string name) => name.Length > 0 ? ++opened : 0;

    public static void Close(int handle) => opened--;

    public static int Send(int handle, byte[] data) => handle + data.Length;
}

public static class Sender
{
    public static int Send(byte[] data)
    {
        int handle = Vendor.Open("card0"); // ACQ101
        if (handle == 0)
            return -1;
        if (data.Length == 0)
            return -2;
        int sent = Vendor.Send(handle, data);
        Vendor.Close(handle);
        return sent;
    }

    public static nint Address(byte[] data)
    {
        var handle = GCHandle.Alloc(data, GCHandleType.Pinned); // ACQ101
        return handle.AddrOfPinnedObject() % 4096;
    }

    [return: Acquires("card", When = "result > 0")] // ACQ901
    public static int OpenCard() => Vendor.Open("card1");
}
