using System;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Handles and addresses that travel as numbers: through native structs, callbacks, user data, tags and offsets.
internal static unsafe class HandlesAsNumbers
{
    public static void IntoUserData(Request* request, object state)
    {
        request->UserData = (nint)GCHandle.Alloc(state);
    }

    public static object OutOfUserData(Request* request)
    {
        var handle = (GCHandle)request->UserData;
        object state = handle.Target;
        handle.Free();
        return state;
    }

    public static object PeekedAtUserData(Request* request) => GCHandle.FromIntPtr(request->UserData).Target;

    public static void SubmittedWithUserData(object state)
    {
        GCHandle handle = GCHandle.Alloc(state);
        Native.Submit(GCHandle.ToIntPtr(handle), &Completed);
    }

    public static void SubmittedWithUserDataOrFreed(object state)
    {
        GCHandle handle = GCHandle.Alloc(state);
        if (Native.TrySubmit(GCHandle.ToIntPtr(handle)) != 0)
            handle.Free();
    }

    public static void SubmittedAndForgottenBefore(object state, bool cancelled)
    {
        GCHandle handle = GCHandle.Alloc(state); // ACQ101
        if (cancelled)
            return;
        Native.Submit(GCHandle.ToIntPtr(handle), &Completed);
    }

    public static void WaitedFor(object state)
    {
        GCHandle handle = GCHandle.Alloc(state);
        IntPtr cookie = GCHandle.ToIntPtr(handle);
        try
        {
            Native.Wait(cookie);
        }
        finally
        {
            GCHandle.FromIntPtr(cookie).Free();
        }
    }

    public static void WaitedForAndFreedTwice(object state)
    {
        GCHandle handle = GCHandle.Alloc(state);
        IntPtr cookie = GCHandle.ToIntPtr(handle);
        Native.Wait(cookie);
        GCHandle.FromIntPtr(cookie).Free();
        handle.Free(); // ACQ104
    }

    public static void PinnedAsAPointer(byte[] data)
    {
        GCHandle pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        byte* start = (byte*)pin.AddrOfPinnedObject();
        for (byte* p = start; p < start + data.Length; p++)
            *p = 0;
        pin.Free();
    }

    public static void PinnedAndPassedAsAnAddress(byte[] data)
    {
        GCHandle pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        Native.Read(pin.AddrOfPinnedObject(), data.Length);
        pin.Free();
    }

    public static int PinnedAndPassedAsAnAddressAndForgotten(byte[] data)
    {
        GCHandle pin = GCHandle.Alloc(data, GCHandleType.Pinned); // ACQ101
        return Native.Read(pin.AddrOfPinnedObject(), data.Length);
    }

    public static long AsALong(int size)
    {
        long address = Marshal.AllocHGlobal(size).ToInt64();
        return address;
    }

    public static void AsALongAndFreed(int size)
    {
        long address = (long)Marshal.AllocHGlobal(size);
        Native.Read(new IntPtr(address), size);
        Marshal.FreeHGlobal((IntPtr)address);
    }

    public static void AlignedByHand(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size + 15);
        IntPtr aligned = (IntPtr)(((long)block + 15) & ~15L);
        Native.Read(aligned, size);
        Marshal.FreeHGlobal(block);
    }

    public static IntPtr AlignedByHandAndKept(int size)
    {
        IntPtr block = Marshal.AllocHGlobal(size + 15 + IntPtr.Size);
        long aligned = ((long)block + IntPtr.Size + 15) & ~15L;
        ((IntPtr*)aligned)[-1] = block;
        return (IntPtr)aligned;
    }

    public static void AlignedByHandAndGivenBack(IntPtr aligned) => Marshal.FreeHGlobal(((IntPtr*)aligned)[-1]);

    public static IntPtr TaggedAndKept(int size) => Marshal.AllocHGlobal(size) | 1;

    public static IntPtr AfterAHeader(int size)
    {
        int* header = (int*)Marshal.AllocHGlobal(size + 8);
        header[0] = size;
        return (IntPtr)(header + 2);
    }

    public static void BeforeAHeader(IntPtr body) => Marshal.FreeHGlobal(body - 8);

    public static void ListOfNativeNodes(int n)
    {
        Node* head = null;
        for (int i = 0; i < n; i++)
        {
            var node = (Node*)Marshal.AllocHGlobal(sizeof(Node));
            node->Next = head;
            head = node;
        }

        while (head != null)
        {
            Node* next = head->Next;
            Marshal.FreeHGlobal((IntPtr)head);
            head = next;
        }
    }

    public static Node* OneNode(Node* next)
    {
        var node = (Node*)NativeMemory.Alloc((nuint)sizeof(Node));
        node->Next = next;
        return node;
    }

    public static void OneNodeForgotten(Node* next)
    {
        var node = (Node*)NativeMemory.AllocZeroed((nuint)sizeof(Node)); // ACQ101
        node->Next = next;
    }

    public static void BlockInANativeStruct(Request* request, string name)
    {
        request->Name = Marshal.StringToHGlobalUni(name);
        request->Length = name.Length;
    }

    public static void BlockInAStructPassedToNativeCode(string name)
    {
        Request request = default;
        request.Name = Marshal.StringToHGlobalUni(name);
        try
        {
            Native.Fill(&request);
        }
        finally
        {
            Marshal.FreeHGlobal(request.Name);
        }
    }

    public static void BlockInAStructPassedByReference(string name)
    {
        var request = new Request { Name = Marshal.StringToCoTaskMemUni(name), Length = name.Length };
        Native.Send(ref request);
        Marshal.FreeCoTaskMem(request.Name);
    }

    public static int BlockInAStructPassedByReferenceAndForgotten(string name)
    {
        var request = new Request { Name = Marshal.StringToCoTaskMemUni(name), Length = name.Length }; // ACQ101
        return Native.Send(ref request);
    }

    public static void StructInABlock(Request request)
    {
        IntPtr block = Marshal.AllocHGlobal(Marshal.SizeOf<Request>());
        try
        {
            Marshal.StructureToPtr(request, block, false);
            Native.Read(block, request.Length);
        }
        finally
        {
            Marshal.DestroyStructure<Request>(block);
            Marshal.FreeHGlobal(block);
        }
    }

    public static void FunctionKeptAliveMeanwhile(Action callback)
    {
        GCHandle handle = GCHandle.Alloc(callback);
        Native.Read(Marshal.GetFunctionPointerForDelegate(callback), 0);
        handle.Free();
    }

    public static IntPtr TargetChanged(object first, object second)
    {
        GCHandle handle = GCHandle.Alloc(first, GCHandleType.Weak);
        if (handle.Target == null)
            handle.Target = second;
        return (IntPtr)handle;
    }

    public static void CookieNeverGiven(object state)
    {
        GCHandle handle = GCHandle.Alloc(state); // ACQ101
        IntPtr cookie = GCHandle.ToIntPtr(handle);
        if (cookie == IntPtr.Zero)
            return;
    }

    private static void Completed(IntPtr cookie) => GCHandle.FromIntPtr(cookie).Free();

    internal struct Node
    {
        public Node* Next;
    }

    internal struct Request
    {
        public nint UserData;
        public IntPtr Name;
        public int Length;
    }

    private static class Native
    {
        [DllImport("native")]
        public static extern void Submit(IntPtr cookie, delegate*<IntPtr, void> completed);

        [DllImport("native")]
        public static extern int TrySubmit(IntPtr cookie);

        [DllImport("native")]
        public static extern void Wait(IntPtr cookie);

        [DllImport("native")]
        public static extern int Read(IntPtr address, int length);

        [DllImport("native")]
        public static extern void Fill(Request* request);

        [DllImport("native")]
        public static extern int Send(ref Request request);
    }
}
