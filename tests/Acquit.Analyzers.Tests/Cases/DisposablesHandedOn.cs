// option: acquit.disposables = true
using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Ownership of what is to be disposed of goes on: into a wrapper, a field, a collection, a closure.
internal sealed class DisposablesHandedOn : IDisposable
{
    private readonly List<IDisposable> _all = new();
    private Stream _kept;
    private CancellationTokenSource _stop = new();

    public DisposablesHandedOn(string path)
    {
        _kept = new FileStream(path, FileMode.Open);
        var log = new StreamWriter(path + ".log");
        _all.Add(log);
    }

    public string IntoAWrapper(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public string IntoAWrapperNobodyDisposesOf(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        var reader = new StreamReader(stream); // ACQ101 "new StreamReader"
        return reader.ReadToEnd();
    }

    public string LeftOpen(string path)
    {
        var stream = new FileStream(path, FileMode.Open); // ACQ101 "new FileStream"
        using var reader = new StreamReader(stream, Encoding.UTF8, true, 1024, leaveOpen: true);
        return reader.ReadToEnd();
    }

    public string LeftOpenAndDisposed(string path)
    {
        using var stream = new FileStream(path, FileMode.Open);
        using var reader = new StreamReader(stream, Encoding.UTF8, true, 1024, leaveOpen: true);
        return reader.ReadToEnd();
    }

    public string NotLeftOpen(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        using var reader = new StreamReader(stream, Encoding.UTF8, true, 1024, leaveOpen: false);
        return reader.ReadToEnd();
    }

    public string LeftOpenOrNot(string path, bool open)
    {
        var stream = new FileStream(path, FileMode.Open);
        using var reader = new StreamReader(stream, Encoding.UTF8, true, 1024, open);
        return reader.ReadToEnd();
    }

    public StreamReader WrapperReturned(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        return new StreamReader(stream);
    }

    public StreamReader WrapperThatMayFail(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        try
        {
            return new StreamReader(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public void IntoAField(string path)
    {
        _kept?.Dispose();
        _kept = new FileStream(path, FileMode.Open);
    }

    public void IntoAFieldThroughALocal(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        stream.WriteByte(1);
        _kept = stream;
    }

    public void IntoAList(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        _all.Add(stream);
    }

    public void InsertedIntoAList(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        _all.Insert(0, stream);
    }

    public void AddedToAComposite(Composite composite, string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        composite.Add(stream);
    }

    public void AddedByAnExtension(Composite composite, string path)
    {
        var stream = new FileStream(path, FileMode.Open).DisposeWith(composite);
        stream.WriteByte(1);
    }

    public IDisposable[] InAnArray(string path) => new IDisposable[] { new FileStream(path, FileMode.Open), new StreamReader(path) };

    public void InAnArrayThatIsGoneThrough(string path)
    {
        var both = new Stream[] { new FileStream(path, FileMode.Open), new FileStream(path + ".bak", FileMode.Open) };
        foreach (Stream each in both)
            each.Dispose();
    }

    public void OneByOneIntoAnArray(string path, int n)
    {
        var streams = new Stream[n];
        for (int i = 0; i < n; i++)
            streams[i] = new FileStream(path + i, FileMode.Open);
        foreach (Stream each in streams)
            each.Dispose();
    }

    public Dictionary<string, Stream> InACollectionInitializer(string path) => new()
    {
        ["first"] = new FileStream(path, FileMode.Open),
        ["second"] = new FileStream(path + ".bak", FileMode.Open),
    };

    public Job InAnObjectInitializer(string path)
    {
        var job = new Job { Input = new FileStream(path, FileMode.Open) };
        job.Run();
        return job;
    }

    public void InAnObjectThatIsDisposedOf(string path)
    {
        using var job = new Job { Input = new FileStream(path, FileMode.Open) };
        job.Run();
    }

    public (Stream, Stream) InATuple(string path) => (new FileStream(path, FileMode.Open), new FileStream(path + ".bak", FileMode.Open));

    public Action InAClosure(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        return () => stream.Dispose();
    }

    public void ByAnEvent(string path)
    {
        var watcher = new FileSystemWatcher(path);
        watcher.Changed += (_, _) => Hw.Kick();
        _all.Add(watcher);
    }

    public Task ToATask(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        return Task.Run(() => stream.Dispose());
    }

    public void Fluent()
    {
        using Job job = new Job().WithName("first").WithName("second");
        job.Run();
    }

    public void FluentAndForgotten()
    {
        var job = new Job(); // ACQ101
        job.Run();
    }

    public IEnumerable<Stream> Yielded(IEnumerable<string> paths)
    {
        foreach (string path in paths)
            yield return new FileStream(path, FileMode.Open);
    }

    public void Swapped()
    {
        CancellationTokenSource old = Interlocked.Exchange(ref _stop, new CancellationTokenSource());
        old.Dispose();
    }

    public Stream OpenedOrNull(string path)
    {
        FileStream stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open);
            if (stream.Length == 0)
            {
                stream.Dispose();
                return null;
            }

            Stream result = stream;
            stream = null;
            return result;
        }
        finally
        {
            stream?.Dispose();
        }
    }

    public Stream OpenedOrForgotten(string path)
    {
        var stream = new FileStream(path, FileMode.Open); // ACQ101 "after 'stream.Length == 0'"
        if (stream.Length == 0)
            return null;
        return stream;
    }

    public void DisposedByAHelper(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        End(stream);
    }

    public void Dispose()
    {
        _kept.Dispose();
        _stop.Dispose();
        foreach (IDisposable each in _all)
            each.Dispose();
    }

    private static void End(IDisposable disposable) => disposable.Dispose();

    public sealed class Job : IDisposable
    {
        public Stream Input { get; set; }

        public string Name { get; private set; }

        public Job WithName(string name)
        {
            Name = name;
            return this;
        }

        public void Run() => Hw.Kick();

        public void Dispose() => Input?.Dispose();
    }
}

internal abstract class Composite
{
    public abstract void Add(IDisposable disposable);
}

internal static class CompositeExtensions
{
    public static T DisposeWith<T>(this T disposable, Composite composite)
        where T : IDisposable
    {
        composite.Add(disposable);
        return disposable;
    }
}

// A wrapper of one's own: what it keeps goes over, what it only looks at does not.
internal sealed class Keeper : IDisposable
{
    private readonly Stream _inner;
    private readonly Page _page = Mm.NewPage();

    public Keeper(Stream inner) => _inner = inner;

    public static int Kept(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        using var keeper = new Keeper(stream);
        return keeper._inner.ReadByte();
    }

    public static int KeptByOneThatIsForgotten(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        var keeper = new Keeper(stream); // ACQ101 "new Keeper"
        return keeper._inner.ReadByte();
    }

    public static long OnlyLookedAt(string path)
    {
        using var stream = new FileStream(path, FileMode.Open);
        var size = new Size(stream);
        return size.Bytes;
    }

    public void Dispose()
    {
        _inner.Dispose();
        Mm.FreePage(_page);
    }

    private sealed class Size
    {
        public readonly long Bytes;

        public Size(Stream stream) => Bytes = stream.Length;
    }
}
