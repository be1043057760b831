using System.Runtime.InteropServices;

namespace UsbMeter.Library;

/// <summary>The functions of libusb that the meter needs, as they are declared in C. Results below zero are errors.</summary>
internal static unsafe class LibUsb
{
    private const string Library = "usb-1.0";

    [DllImport(Library)]
    public static extern int libusb_init(out nint context);

    [DllImport(Library)]
    public static extern void libusb_exit(nint context);

    [DllImport(Library)]
    public static extern nint libusb_get_device_list(nint context, out nint* list);

    [DllImport(Library)]
    public static extern void libusb_free_device_list(nint* list, int unref);

    [DllImport(Library)]
    public static extern int libusb_get_device_descriptor(nint device, out DeviceDescriptor descriptor);

    [DllImport(Library)]
    public static extern nint libusb_ref_device(nint device);

    [DllImport(Library)]
    public static extern void libusb_unref_device(nint device);

    [DllImport(Library)]
    public static extern int libusb_open(nint device, out nint handle);

    [DllImport(Library)]
    public static extern nint libusb_open_device_with_vid_pid(nint context, ushort vendor, ushort product);

    [DllImport(Library)]
    public static extern void libusb_close(nint handle);

    [DllImport(Library)]
    public static extern int libusb_kernel_driver_active(nint handle, int number);

    [DllImport(Library)]
    public static extern int libusb_detach_kernel_driver(nint handle, int number);

    [DllImport(Library)]
    public static extern int libusb_attach_kernel_driver(nint handle, int number);

    [DllImport(Library)]
    public static extern int libusb_claim_interface(nint handle, int number);

    [DllImport(Library)]
    public static extern int libusb_release_interface(nint handle, int number);

    [DllImport(Library)]
    public static extern int libusb_bulk_transfer(nint handle, byte endpoint, byte* data, int length, out int transferred, uint timeout);

    [DllImport(Library)]
    public static extern Transfer* libusb_alloc_transfer(int isoPackets);

    [DllImport(Library)]
    public static extern void libusb_free_transfer(Transfer* transfer);

    [DllImport(Library)]
    public static extern int libusb_submit_transfer(Transfer* transfer);

    [DllImport(Library)]
    public static extern int libusb_handle_events(nint context);
}

/// <summary>The part of a device's descriptor that tells who made it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DeviceDescriptor
{
    public byte Length;
    public byte DescriptorType;
    public ushort UsbVersion;
    public byte Class;
    public byte SubClass;
    public byte Protocol;
    public byte MaxPacketSize;
    public ushort Vendor;
    public ushort Product;
}

/// <summary>An asynchronous transfer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Transfer
{
    public nint Handle;
    public byte Flags;
    public byte Endpoint;
    public byte Type;
    public uint Timeout;
    public int Status;
    public int Length;
    public int ActualLength;
    public nint Callback;
    public nint UserData;
    public byte* Buffer;
}
