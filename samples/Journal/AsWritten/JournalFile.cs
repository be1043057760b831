using System.Runtime.InteropServices;
using Journal.Native;
using Microsoft.Win32.SafeHandles;

namespace Journal.AsWritten;

/// <summary>The file, written by the system's own calls.</summary>
internal sealed class JournalFile(string path) : IDisposable
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);

    public bool Begin(Header header)
    {
        byte[] bytes = new byte[Marshal.SizeOf<Header>()];
        nint memory = Marshal.AllocHGlobal(bytes.Length);
        Marshal.StructureToPtr(header, memory, fDeleteOld: false);
        Marshal.Copy(memory, bytes, 0, bytes.Length);
        Marshal.FreeCoTaskMem(memory);
        return Append(bytes);
    }

    /// <summary>Writes a record. The array stays where it is meanwhile.</summary>
    public bool Append(byte[] record)
    {
        GCHandle pin = GCHandle.Alloc(record, GCHandleType.Pinned);
        nint written = LibC.Write((int)_file.DangerousGetHandle(), pin.AddrOfPinnedObject(), record.Length);
        pin.Free();
        if (written < record.Length)
        {
            pin.Free();
            return false;
        }

        return true;
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
            if (!isHeld)
                _file.DangerousRelease();
        }
    }

    public void Dispose() => _file.Dispose();
}
