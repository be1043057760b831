using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// More shapes that large code bases are full of; each was misread once.
internal static unsafe class FoundInLargerCodeBases
{
    // A helper of the struct that puts what it rents where the struct keeps it.
    public ref struct Text
    {
        private char[] _rented;
        private Span<char> _chars;
        private int _length;

        public Text(Span<char> initial)
        {
            _rented = null;
            _chars = initial;
            _length = 0;
        }

        public void EnsureCapacity(int capacity)
        {
            if ((uint)capacity > (uint)_chars.Length)
                Grow(capacity - _length);
        }

        public void Append(char c)
        {
            if (_length == _chars.Length)
                Grow(1);
            _chars[_length++] = c;
        }

        public void Append(int value)
        {
            int written;
            while (!value.TryFormat(_chars.Slice(_length), out written))
                Grow(1);
            _length += written;
        }

        public string Finish()
        {
            string text = new string(_chars.Slice(0, _length));
            Dispose();
            return text;
        }

        public void Dispose()
        {
            char[] rented = _rented;
            this = default;
            if (rented != null)
                ArrayPool<char>.Shared.Return(rented);
        }

        private void Grow(int more)
        {
            char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(_length + more, _chars.Length * 2));
            _chars.Slice(0, _length).CopyTo(larger);
            char[] old = _rented;
            _chars = _rented = larger;
            if (old != null)
                ArrayPool<char>.Shared.Return(old);
        }
    }

    public static string TextOnTheStack(int value)
    {
        var text = new Text(stackalloc char[16]);
        text.Append('#');
        text.Append(value);
        return text.Finish();
    }

    // What only makes a number of a handle does not fail.
    public static IntPtr OpenForNativeCode(string name)
    {
        try
        {
            var stream = new FileStream(name, FileMode.Open);
            return GCHandle.ToIntPtr(GCHandle.Alloc(stream));
        }
        catch (IOException)
        {
            return new IntPtr(-1);
        }
    }

    public static IntPtr OpenedAndReadForNativeCode(Stream stream)
    {
        try
        {
            GCHandle handle = GCHandle.Alloc(stream); // ACQ101
            stream.Flush();
            return GCHandle.ToIntPtr(handle);
        }
        catch (IOException)
        {
            return new IntPtr(-1);
        }
    }

    // Native code reaches private fields of an object that is laid out for it.
    [StructLayout(LayoutKind.Sequential)]
    public sealed class Variant : IDisposable
    {
        private readonly ushort _type;
        private readonly IntPtr _pointer;

        public Variant(string value)
        {
            _type = 31;
            _pointer = Marshal.StringToCoTaskMemUni(value);
        }

        public void Dispose() => Native.Clear(this);
    }

    public sealed class NotForNativeCode
    {
        private readonly IntPtr _pointer;

        public NotForNativeCode(string value) => _pointer = Marshal.StringToCoTaskMemUni(value); // ACQ108

        public bool IsEmpty => _pointer == IntPtr.Zero;
    }

    // Addresses handed over through a pointer to the array they are in.
    public static void VectorForNativeCode()
    {
        IntPtr first = Marshal.StringToCoTaskMemUni("first");
        IntPtr second = Marshal.StringToCoTaskMemUni("second");
        IntPtr[] all = { first, second };
        fixed (IntPtr* pointer = all)
            Native.Keep(pointer, all.Length);
    }

    public static void VectorThatNobodyGets(int n)
    {
        IntPtr first = Marshal.StringToCoTaskMemUni("first"); // ACQ101
        IntPtr[] all = { first, IntPtr.Zero };
        fixed (byte* pointer = new byte[n])
            Native.Fill(pointer, all.Length);
    }

    // A handle in a struct that native code gets is native code's to hand back; an address there is only read.
    public static void HandleInAStructForNativeCode(object target)
    {
        Callbacks callbacks = new Callbacks { Length = 1, Handle = GCHandle.Alloc(target) };
        if (Native.Register(ref callbacks) < 0)
            throw new InvalidOperationException();
    }

    public static int AddressInAStructForNativeCode(string name)
    {
        Callbacks callbacks = default;
        callbacks.Name = Marshal.StringToHGlobalUni(name); // ACQ101
        return Native.Register(ref callbacks);
    }

    // A struct that a closure undoes.
    public static Callbacks UndoneByAFilter(string name, object target)
    {
        var callbacks = new Callbacks();
        Func<bool> undo = () =>
        {
            callbacks.Dispose();
            return false;
        };
        try
        {
            callbacks.Name = Marshal.StringToHGlobalUni(name);
            callbacks.Handle = GCHandle.Alloc(target);
            Native.Register(ref callbacks);
            return callbacks;
        }
        catch (Exception) when (undo())
        {
            return default;
        }
    }

    public struct Callbacks : IDisposable
    {
        public int Length;
        public IntPtr Name;
        public GCHandle Handle;

        public void Dispose()
        {
            Marshal.FreeHGlobal(Name);
            if (Handle.IsAllocated)
                Handle.Free();
        }
    }

    private static class Native
    {
        [DllImport("native")]
        public static extern int Register(ref Callbacks callbacks);

        [DllImport("native")]
        public static extern void Clear([In, Out] Variant variant);

        [DllImport("native")]
        public static extern void Keep(IntPtr* vector, int length);

        [DllImport("native")]
        public static extern void Fill(byte* bytes, int length);
    }
}
