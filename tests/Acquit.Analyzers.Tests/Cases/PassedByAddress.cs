using System;
using System.Runtime.InteropServices;
using Acquit;

namespace Cases;

internal struct TypedHandle
{
    public ulong Number;
}

internal struct NativeLock
{
    public int State;
}

internal unsafe struct NativeContext
{
    public IntPtr Device;
    public void* Frame;
    public TypedHandle Buffer;
    public NativeLock Lock;
}

// Functions that are given the address of a variable, to fill it in, to take the place of what is in it or to lock it where it is.
internal static unsafe class PassedByAddress
{
    [DllImport("native")]
    private static extern int open_device(int id, [Acquires("native-device", When = "return == 0", ReleasedBy = "close_device")] IntPtr* device);

    [DllImport("native")]
    private static extern void close_device([Releases("native-device")] IntPtr device);

    [DllImport("native")]
    private static extern int use_device(IntPtr device);

    [DllImport("native")]
    private static extern void watch_device(IntPtr* device);

    [DllImport("native")]
    private static extern int alloc_frame([Acquires("native-frame", When = "return == 0", ReleasedBy = "free_frame")] void** frame);

    [DllImport("native")]
    private static extern void free_frame([Releases("native-frame")] void** frame);

    [DllImport("native")]
    private static extern int create_buffer(int size, [Acquires("native-buffer", When = "return == 0", ReleasedBy = "destroy_buffer")] TypedHandle* buffer);

    [DllImport("native")]
    private static extern void destroy_buffer([Releases("native-buffer")] TypedHandle buffer);

    [DllImport("native")]
    private static extern void bind_buffer(TypedHandle buffer);

    [DllImport("native")]
    private static extern void take_lock([Acquires("native-lock", ReleasedBy = "leave_lock")] NativeLock* gate);

    [DllImport("native")]
    private static extern void leave_lock([Releases("native-lock")] NativeLock* gate);

    [DllImport("native")]
    private static extern void name_textures(int count, [Acquires("native-texture", ReleasedBy = "forget_textures")] uint* names);

    [DllImport("native")]
    private static extern void forget_textures(int count, [Releases("native-texture")] uint* names);

    public static int LeftOpenByAnError()
    {
        IntPtr device;
        if (open_device(1, &device) != 0) // ACQ101
            return -1;
        if (use_device(device) < 0)
            return -2;
        close_device(device);
        return 0;
    }

    public static int ClosedOnEveryWay()
    {
        IntPtr device;
        if (open_device(1, &device) != 0)
            return -1;
        int result = use_device(device);
        close_device(device);
        return result;
    }

    public static int ClosedThoughNotOpened()
    {
        IntPtr device;
        int result = open_device(1, &device);
        if (result != 0)
        {
            close_device(device); // ACQ106
            return result;
        }

        close_device(device);
        return 0;
    }

    public static void FilledTwice()
    {
        IntPtr device;
        if (open_device(1, &device) != 0) // ACQ101
            return;
        if (open_device(2, &device) != 0)
            return;
        close_device(device);
    }

    public static void FilledOneAfterTheOther()
    {
        IntPtr device = default;
        if (open_device(1, &device) == 0)
            close_device(device);
        if (open_device(2, &device) == 0)
            close_device(device);
    }

    public static int OneOrAnother(bool first)
    {
        IntPtr device;
        int result = open_device(first ? 1 : 2, &device);
        if (result != 0)
            return result;
        close_device(device);
        return 0;
    }

    public static int KnownToOthers()
    {
        IntPtr device;
        if (open_device(1, &device) != 0)
            return -1;
        watch_device(&device);
        return 0;
    }

    public static void ReadThroughAnotherPointer()
    {
        IntPtr device;
        IntPtr* where = &device;
        if (open_device(1, &device) != 0)
            return;
        close_device(*where);
    }

    public static void FilledThroughAnotherPointer()
    {
        IntPtr device;
        IntPtr* where = &device;
        if (open_device(1, where) != 0)
            return;
        close_device(device);
    }

    public static void InElements()
    {
        IntPtr* devices = stackalloc IntPtr[2];
        if (open_device(0, devices) != 0)
            return;
        if (open_device(1, devices + 1) != 0)
        {
            close_device(devices[0]);
            return;
        }

        close_device(devices[0]);
        close_device(devices[1]);
    }

    public static int HandedOut(IntPtr* answer)
    {
        IntPtr device;
        int result = open_device(1, &device);
        if (result != 0)
            return result;
        *answer = device;
        return 0;
    }

    public static int LeftInPlaceByAnError()
    {
        void* frame = null;
        int result = alloc_frame(&frame); // ACQ101
        if (result != 0)
            return result;
        if (use_device((IntPtr)frame) < 0)
            return -1;
        free_frame(&frame);
        return 0;
    }

    // What is given back by where it is, is gone from there.
    public static int GivenBackWhereItIs()
    {
        void* frame = null;
        int result = alloc_frame(&frame);
        if (result == 0)
        {
            result = use_device((IntPtr)frame);
            free_frame(&frame);
        }

        free_frame(&frame);
        return result;
    }

    public static int LeftByTheSecond()
    {
        NativeContext context = default;
        if (open_device(1, &context.Device) != 0) // ACQ101
            return -1;
        if (alloc_frame(&context.Frame) != 0)
            return -2;
        free_frame(&context.Frame);
        close_device(context.Device);
        return 0;
    }

    public static int UndoneByTheSecond()
    {
        NativeContext context = default;
        if (open_device(1, &context.Device) != 0)
            return -1;
        if (alloc_frame(&context.Frame) != 0)
        {
            close_device(context.Device);
            return -2;
        }

        free_frame(&context.Frame);
        close_device(context.Device);
        return 0;
    }

    public static int HandleLeft(bool once)
    {
        TypedHandle buffer;
        if (create_buffer(16, &buffer) != 0) // ACQ101
            return -1;
        bind_buffer(buffer);
        if (once)
            return 1;
        destroy_buffer(buffer);
        return 0;
    }

    public static int HandleDestroyed()
    {
        NativeContext context = default;
        if (create_buffer(16, &context.Buffer) != 0)
            return -1;
        bind_buffer(context.Buffer);
        destroy_buffer(context.Buffer);
        return 0;
    }

    public static int HandleDestroyedTwice()
    {
        TypedHandle buffer;
        if (create_buffer(16, &buffer) != 0)
            return -1;
        destroy_buffer(buffer);
        destroy_buffer(buffer); // ACQ104
        return 0;
    }

    public static void LockLeft(bool once)
    {
        NativeLock gate = default;
        take_lock(&gate); // ACQ101
        if (once)
            return;
        leave_lock(&gate);
    }

    public static void LockedWhereItIs(NativeContext* context, bool once)
    {
        NativeLock gate = default;
        take_lock(&gate);
        take_lock(&context->Lock);
        if (once)
        {
            leave_lock(&context->Lock);
            leave_lock(&gate);
            return;
        }

        leave_lock(&context->Lock);
        leave_lock(&gate);
    }

    public static void NamesLeft(bool once)
    {
        uint name;
        name_textures(1, &name); // ACQ101
        if (once)
            return;
        forget_textures(1, &name);
    }

    public static void NamesForgotten()
    {
        uint name;
        name_textures(1, &name);
        forget_textures(1, &name);
    }
}
