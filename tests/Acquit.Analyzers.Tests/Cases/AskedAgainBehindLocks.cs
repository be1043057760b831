using System;
using System.Buffers;
using System.Threading;
using System.Threading.Tasks;

namespace Cases;

/// <summary>What is asked again behind a lock may have changed while somebody else had it.</summary>
internal sealed class AskedAgainBehindLocks
{
    private static bool s_loaded;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly object _sync = new();
    private bool _ready;
    private bool _open;
    private string _name;
    private byte[] _buffer;

    private bool IsConnected { get; set; }

    public async Task ReadyByNow()
    {
        if (_ready)
            return;

        await _gate.WaitAsync(); // ACQ101
        if (_ready)
            return;

        _ready = true;
        _gate.Release();
    }

    public string NamedByNow()
    {
        if (_name != null)
            return _name;

        _gate.Wait(); // ACQ101
        if (_name != null)
        {
            return _name;
        }

        _name = Environment.MachineName;
        _gate.Release();
        return _name;
    }

    public string CopiedForTheQuestion()
    {
        string name = _name;
        if (name != null)
            return name;

        _gate.Wait(); // ACQ101
        name = _name;
        if (name != null)
            return name;

        _name = name = Environment.MachineName;
        _gate.Release();
        return name;
    }

    public void ConnectedByNow()
    {
        if (!IsConnected)
        {
            _gate.Wait(); // ACQ101
            if (IsConnected)
                return;

            IsConnected = true;
            _gate.Release();
        }
    }

    public void ClosedByNow()
    {
        if (!_open)
            return;

        Monitor.Enter(_sync); // ACQ101
        if (!_open)
            return;

        _open = false;
        Monitor.Exit(_sync);
    }

    public void LoadedByNow()
    {
        if (s_loaded || _open)
            return;

        _gate.Wait(); // ACQ101
        if (s_loaded)
            return;

        s_loaded = true;
        _gate.Release();
    }

    public void RentedByNow(int size)
    {
        if (_buffer is not null)
            return;

        byte[] rented = ArrayPool<byte>.Shared.Rent(size); // ACQ101
        lock (_sync)
        {
            if (_buffer is not null)
                return;

            _buffer = rented;
        }
    }

    public void Close()
    {
        lock (_sync)
        {
            if (_buffer is { } rented)
                ArrayPool<byte>.Shared.Return(rented);

            _buffer = null;
        }
    }

    public void ReadyMended()
    {
        if (_ready)
            return;

        _gate.Wait();
        try
        {
            if (_ready)
                return;

            _ready = true;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void ReadyReleased()
    {
        if (_ready)
            return;

        _gate.Wait();
        if (_ready)
        {
            _gate.Release();
            return;
        }

        _ready = true;
        _gate.Release();
    }

    public void RentedMended(int size)
    {
        if (_buffer is not null)
            return;

        byte[] rented = ArrayPool<byte>.Shared.Rent(size);
        lock (_sync)
        {
            if (_buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
                return;
            }

            _buffer = rented;
        }
    }

    // A choice, and no test of what others do: it is made where the other one is, too.
    public void Chosen()
    {
        if (_open)
            _gate.Wait();

        Console.WriteLine(_name);
        if (_open)
            _gate.Release();
    }

    public void ChosenNot()
    {
        if (!_open)
            _gate.Wait();

        Console.WriteLine(_name);
        if (!_open)
            _gate.Release();
    }

    public void ChosenBefore(int size)
    {
        byte[] rented = null;
        if (_open)
            rented = ArrayPool<byte>.Shared.Rent(size);

        lock (_sync)
        {
            Console.WriteLine(_name);
        }

        if (_open)
            ArrayPool<byte>.Shared.Return(rented);
    }

    // What is asked once is as it was; what is asked twice tells nothing of that.
    public void ChosenBesides(int size)
    {
        if (_ready)
            return;

        byte[] rented = _open ? ArrayPool<byte>.Shared.Rent(size) : null;
        _gate.Wait();
        if (_ready)
            Console.WriteLine(_name);

        _gate.Release();
        if (_open)
            ArrayPool<byte>.Shared.Return(rented);
    }
}
