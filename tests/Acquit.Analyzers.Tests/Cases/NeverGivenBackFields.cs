using System;
using System.Buffers;
using System.Runtime.InteropServices;
using Cases.Api;

namespace Cases;

// Private fields that take something, and no code of the type that gives it back.
internal sealed class TakenOnDemand
{
    private byte[] _scratch;

    public int Use(int size)
    {
        if (_scratch == null)
            _scratch = ArrayPool<byte>.Shared.Rent(size); // ACQ108
        return _scratch.Length;
    }
}

internal sealed class ReplacedByNull : IDisposable
{
    private byte[] _scratch;

    public ReplacedByNull(int size) => _scratch = ArrayPool<byte>.Shared.Rent(size); // ACQ108

    public int Length => _scratch.Length;

    public void Dispose() => _scratch = null;
}

internal sealed class TakenInAnInitializer
{
    private readonly IntPtr _block = Marshal.AllocHGlobal(64); // ACQ108

    public bool IsThere => _block != IntPtr.Zero;
}

internal sealed class GivenBackByAnotherMethod
{
    private byte[] _scratch;

    public void Begin(int size) => _scratch = ArrayPool<byte>.Shared.Rent(size);

    public void End()
    {
        ArrayPool<byte>.Shared.Return(_scratch);
        _scratch = null;
    }
}

internal sealed class GivenBackByALambda
{
    private IntPtr _block;

    public Action Begin()
    {
        _block = Marshal.AllocHGlobal(64);
        return () => Marshal.FreeHGlobal(_block);
    }
}

internal sealed class HandedToSomebody
{
    private IntPtr _block;

    public IntPtr Take()
    {
        _block = Marshal.AllocHGlobal(64);
        return _block;
    }
}
