using System;
using System.Runtime.InteropServices;

namespace Cases.Api;

// Nobody annotated these: that they hold something until they are disposed of follows from their bodies.
public sealed class PinnedArray : IDisposable
{
    private GCHandle _handle;

    public PinnedArray(byte[] data) => _handle = GCHandle.Alloc(data, GCHandleType.Pinned);

    public long Address => _handle.AddrOfPinnedObject();

    public static PinnedArray Of(byte[] data) => data.Length == 0 ? null : new PinnedArray(data);

    public void Dispose()
    {
        if (_handle.IsAllocated)
            _handle.Free();
    }
}

public struct PinningStruct : IDisposable
{
    private GCHandle _handle;

    public PinningStruct(object target) => _handle = GCHandle.Alloc(target, GCHandleType.Pinned);

    public void Release() => _handle.Free();

    public void Dispose() => Release();
}
