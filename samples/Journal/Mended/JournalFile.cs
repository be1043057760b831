using System.Runtime.InteropServices;
using Journal.Native;
using Microsoft.Win32.SafeHandles;

namespace Journal.Mended;

/// <summary>The file, written by the system's own calls.</summary>
internal sealed class JournalFile(string path) : IDisposable
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);

    public bool Begin(Header header)
    {
        byte[] bytes = new byte[Marshal.SizeOf<Header>()];
        nint memory = Marshal.AllocHGlobal(bytes.Length);
        try
        {
            Marshal.StructureToPtr(header, memory, fDeleteOld: false);
            Marshal.Copy(memory, bytes, 0, bytes.Length);
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }

        return Append(bytes);
    }

    /// <summary>Writes a record. The array stays where it is meanwhile.</summary>
    public bool Append(byte[] record)
    {
        GCHandle pin = GCHandle.Alloc(record, GCHandleType.Pinned);
        nint written = LibC.Write((int)_file.DangerousGetHandle(), pin.AddrOfPinnedObject(), record.Length);
        pin.Free();
        return written == record.Length;
    }

    /// <summary>Waits until the disk has it. The file cannot be closed meanwhile.</summary>
    public int Sync()
    {
        bool isHeld = false;
        try
        {
            _file.DangerousAddRef(ref isHeld);
            return LibC.Sync((int)_file.DangerousGetHandle()) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        finally
        {
            if (isHeld)
                _file.DangerousRelease();
        }
    }

    public void Dispose() => _file.Dispose();
}
