// option: acquit.disposables = true
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Cases;

// What an object makes for itself and keeps in a private field goes with it: where it has an end, that is where it disposes of such.
public sealed class Port : IDisposable
{
    public Port(object owner) => Console.WriteLine(owner);

    public Port(IContainer container) => container.Add(null);

    public event Action? Closed;

    public int Speed { get; set; }

    public Port Fast()
    {
        Speed = 115200;
        return this;
    }

    public void Send() => Closed?.Invoke();

    public void Dispose() => Closed?.Invoke();
}

internal sealed class KeepsItsLog : IDisposable
{
    private readonly FileStream _log = new("device.log", FileMode.Append); // ACQ108

    public void Dispose() => _log.Flush();
}

internal sealed class KeepsItsLogFromConstruction : IDisposable
{
    private readonly StreamWriter _log;

    public KeepsItsLogFromConstruction(string path) => _log = new StreamWriter(path); // ACQ108

    public void Log(string text) => _log.WriteLine(text);

    public void Dispose() => _log.Flush();
}

internal class KeepsItInPattern : IDisposable
{
    private readonly FileStream _log = File.OpenRead("device.log"); // ACQ108

    public long Length => _log.Length;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}

internal sealed class KeepsItOnceOpened : IDisposable
{
    private FileStream? _log;

    public long Length()
    {
        if (_log == null)
            _log = File.OpenRead("device.log"); // ACQ108
        return _log.Length;
    }

    public void Dispose() => _log = null;
}

internal sealed class KeepsItAsync : IAsyncDisposable
{
    private readonly FileStream _log = File.OpenRead("device.log"); // ACQ108

    public async ValueTask DisposeAsync() => await _log.FlushAsync();
}

internal sealed class KeepsOneOfTwo : IDisposable
{
    private readonly FileStream _read = File.OpenRead("in"), _written = File.OpenWrite("out"); // ACQ108

    public void Copy() => _read.CopyTo(_written);

    public void Dispose() => _read.Dispose();
}

internal sealed class KeepsWhatItListensTo : IDisposable
{
    private readonly Port _port = new(new object()); // ACQ108

    public KeepsWhatItListensTo() => _port.Closed += Look;

    public void Dispose()
    {
        _port.Closed -= Look;
        Look(_port);
    }

    private static void Look(Port port) => port.Send();

    private void Look() => Console.WriteLine(_port.Speed);
}

internal sealed class KeepsItInProperty : IDisposable
{
    private Port Port { get; } = new(new object()); // ACQ108

    public void Dispose() => Port.Send();
}

internal class EndsByItself : IDisposable
{
    public virtual void Dispose() => Console.WriteLine("closed");
}

internal sealed class KeepsItBeyondTheBase : EndsByItself
{
    private readonly Port _port = new(new object()); // ACQ108

    public override void Dispose()
    {
        _port.Send();
        base.Dispose();
    }
}

// The same with somebody who disposes of it, or may.
internal sealed class ClosesItsLog : IDisposable
{
    private readonly FileStream _log = new("device.log", FileMode.Append);
    private FileStream? _second = File.OpenRead("second.log");
    private FileStream? _third = File.OpenRead("third.log");
    private readonly FileStream _fourth = File.OpenRead("fourth.log");

    public void Dispose()
    {
        _log.Dispose();
        _second?.Dispose();
        _second = null;
        Interlocked.Exchange(ref _third, null)?.Dispose();
        using (_fourth)
            Console.WriteLine(_fourth.Length);
    }
}

internal sealed class ClosesItByHelpers : IDisposable
{
    private readonly Port _port = new(new object());
    private readonly Port _other = new(new object());
    private readonly Port _last = new(new object());

    public void Dispose()
    {
        Close();
        End(_other);
        _last.Fast().Dispose();
    }

    private static void End(IDisposable ended) => ended.Dispose();

    private void Close()
    {
        var port = _port;
        port.Dispose();
    }
}

internal sealed class ClosesAllInList : IDisposable
{
    private readonly List<IDisposable> _all = new();
    private readonly Port _port;
    private readonly Port[] _ports;
    private readonly Port _first;

    public ClosesAllInList()
    {
        _port = new Port(new object());
        _all.Add(_port);
        _first = new Port(new object());
        _ports = new[] { _first };
    }

    public void Dispose()
    {
        foreach (var one in _all)
            one.Dispose();
        foreach (var port in _ports)
            port.Dispose();
    }
}

internal sealed class ClosesItWithWhatReadsIt : IDisposable
{
    private readonly FileStream _file;
    private readonly StreamReader _reader;

    public ClosesItWithWhatReadsIt(string path)
    {
        _file = File.OpenRead(path);
        _reader = new StreamReader(_file);
    }

    public void Dispose() => _reader.Dispose();
}

internal sealed class LetsItsContainerDispose : IDisposable
{
    private readonly Container _parts = new();
    private readonly Port _port;
    private readonly Port _own;

    public LetsItsContainerDispose()
    {
        _port = new Port(_parts);
        _own = new Port(this);
    }

    public void Dispose() => _parts.Dispose();
}

internal sealed class LetsDelegatesDispose : IDisposable
{
    private readonly Port _port = new(new object());
    private readonly Port _next = new(new object());
    private readonly Action _end;

    public LetsDelegatesDispose()
    {
        _end = _port.Dispose;
        _end += () => _next.Dispose();
    }

    public void Dispose() => _end();
}

// Others can get at it, it is somebody else's, it needs no end, or there is no end at which it could come to its own.
internal sealed class ShowsIt : IDisposable
{
    private readonly Port _port = new(new object());

    public Port Port => _port;

    public void Dispose() => Console.WriteLine("closed");
}

internal sealed class WasGivenIt : IDisposable
{
    private readonly Port _port;

    public WasGivenIt(Port port) => _port = port;

    public void Dispose() => _port.Send();
}

internal sealed class NeedsNoEnd : IDisposable
{
    private readonly MemoryStream _bytes = new();

    public void Dispose() => _bytes.SetLength(0);
}

internal sealed class HasNoEnd
{
    private readonly Port _port = new(new object());

    public void Send() => _port.Send();
}
