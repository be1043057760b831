using UsbMeter.Library;
using static UsbMeter.Library.LibUsb;

namespace UsbMeter.Mended;

/// <summary>Reads a power meter that is plugged into a USB port.</summary>
internal sealed unsafe class Meter
{
    private const ushort Vendor = 0x1209;
    private const ushort Product = 0x7a11;
    private const byte Readings = 0x81;

    private nint _context;
    private nint _handle;

    public int Open()
    {
        int error = libusb_init(out nint context);
        if (error < 0)
            return error;

        nint handle = libusb_open_device_with_vid_pid(context, Vendor, Product);
        if (handle == 0)
        {
            libusb_exit(context);
            return -4;
        }

        error = libusb_claim_interface(handle, 0);
        if (error < 0)
        {
            libusb_close(handle);
            libusb_exit(context);
            return error;
        }

        _context = context;
        _handle = handle;
        return 0;
    }

    public void Close()
    {
        libusb_release_interface(_handle, 0);
        libusb_close(_handle);
        libusb_exit(_context);
        _handle = 0;
        _context = 0;
    }

    /// <summary>Asks the meter for its serial number, behind the back of the kernel's driver for it.</summary>
    public static int ReadSerial(nint device, byte* serial, int length)
    {
        int error = libusb_open(device, out nint handle);
        if (error < 0)
            return error;

        error = libusb_detach_kernel_driver(handle, 1);
        if (error < 0)
            goto close;

        error = libusb_claim_interface(handle, 1);
        if (error < 0)
            goto attach;

        error = libusb_bulk_transfer(handle, Readings, serial, length, out int transferred, 1000);
        if (error >= 0)
            error = transferred;
        libusb_release_interface(handle, 1);

    attach:
        libusb_attach_kernel_driver(handle, 1);
    close:
        libusb_close(handle);
        return error;
    }

    /// <summary>Finds the meter among all devices. The caller gives the reference back.</summary>
    public static nint Find(nint context)
    {
        nint found = 0;
        nint count = libusb_get_device_list(context, out nint* list);
        if (count < 0)
            return 0;

        for (nint i = 0; i < count && found == 0; i++)
        {
            if (libusb_get_device_descriptor(list[i], out DeviceDescriptor descriptor) < 0)
                continue;

            if (descriptor.Vendor == Vendor && descriptor.Product == Product)
                found = libusb_ref_device(list[i]);
        }

        libusb_free_device_list(list, 1);
        return found;
    }

    public int Stream(nint callback)
    {
        Transfer* transfer = libusb_alloc_transfer(0);
        if (transfer == null)
            return -11;

        transfer->Handle = _handle;
        transfer->Endpoint = Readings;
        transfer->Callback = callback;
        int result = libusb_submit_transfer(transfer);
        if (result >= 0)
            result = libusb_handle_events(_context);
        if (result >= 0)
            result = transfer->ActualLength;

        libusb_free_transfer(transfer);
        return result;
    }

    public static void Reset(nint handle)
    {
        if (libusb_claim_interface(handle, 0) >= 0)
            libusb_release_interface(handle, 0);
    }

    public static int CountOpenable(nint device)
    {
        nint mine = libusb_ref_device(device);
        int error = libusb_open(mine, out nint handle);
        libusb_unref_device(mine);
        if (error < 0)
            return 0;

        libusb_close(handle);
        return 1;
    }

    public static void Cancel(int packets)
    {
        Transfer* transfer = libusb_alloc_transfer(packets);
        if (transfer != null)
            libusb_free_transfer(transfer);
    }
}
