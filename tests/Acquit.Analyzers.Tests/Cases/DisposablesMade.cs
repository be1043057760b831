// option: acquit.disposables = true
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Whatever is made and can be disposed of is to be disposed of by whoever made it.
internal static class DisposablesMade
{
    public static int Forgotten(string path)
    {
        var stream = new FileStream(path, FileMode.Open); // ACQ101 "The disposable object taken by 'new FileStream' is still held"
        return stream.ReadByte();
    }

    public static int Using(string path)
    {
        using var stream = new FileStream(path, FileMode.Open);
        return stream.ReadByte();
    }

    public static int UsingStatement(string path)
    {
        using (var stream = new FileStream(path, FileMode.Open))
            return stream.ReadByte();
    }

    public static async Task<int> AwaitUsing(string path, byte[] buffer)
    {
        await using var stream = new FileStream(path, FileMode.Open);
        return await stream.ReadAsync(buffer);
    }

    public static int ForgottenOnOneWay(string path)
    {
        var stream = new FileStream(path, FileMode.Open); // ACQ101 "after 'first < 0'"
        int first = stream.ReadByte();
        if (first < 0)
            return -1;

        stream.Dispose();
        return first;
    }

    public static int ForgottenOnAThrow(string path)
    {
        var stream = new FileStream(path, FileMode.Open); // ACQ101 "the method throws"
        int first = stream.ReadByte();
        if (first < 0)
            throw new InvalidOperationException("empty");

        stream.Dispose();
        return first;
    }

    public static int LostWhenACallThrows(string path, CancellationToken stop)
    {
        var stream = new FileStream(path, FileMode.Open); // ACQ102
        stop.ThrowIfCancellationRequested();
        int first = stream.ReadByte();
        stream.Dispose();
        return first;
    }

    public static int Closed(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        int first = stream.ReadByte();
        stream.Close();
        return first;
    }

    public static int DisposedInAFinally(string path)
    {
        FileStream stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open);
            return stream.ReadByte();
        }
        finally
        {
            stream?.Dispose();
        }
    }

    public static int DisposedIfThere(string path)
    {
        FileStream stream = path == null ? null : new FileStream(path, FileMode.Open);
        int first = stream == null ? -1 : stream.ReadByte();
        if (stream is { } there)
            there.Dispose();
        return first;
    }

    public static int DisposedByItsInterface(string path)
    {
        object stream = new FileStream(path, FileMode.Open);
        int hash = stream.GetHashCode();
        if (stream is IDisposable disposable)
            disposable.Dispose();
        return hash;
    }

    public static int DisposedAs(string path)
    {
        Stream stream = new FileStream(path, FileMode.Open);
        int first = stream.ReadByte();
        (stream as IDisposable)?.Dispose();
        return first;
    }

    public static async Task DisposedAsync(string path)
    {
        var stream = new FileStream(path, FileMode.Create);
        stream.WriteByte(1);
        await stream.DisposeAsync();
    }

    public static void Overwritten(string path)
    {
        var stream = new FileStream(path, FileMode.Open); // ACQ101
        stream = new FileStream(path + ".bak", FileMode.Open);
        stream.Dispose();
    }

    public static void DisposedTwice(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        stream.Dispose();
        stream.Dispose();
    }

    public static string LookedAtAfterwards(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        stream.Dispose();
        return stream.Name;
    }

    public static Stream Returned(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        stream.Seek(16, SeekOrigin.Begin);
        return stream;
    }

    public static Stream ReturnedAfterAHelper(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        Skip(stream);
        return stream;
    }

    public static int KeptThoughAHelperLooked(string path)
    {
        var stream = new FileStream(path, FileMode.Open); // ACQ101
        Skip(stream);
        return stream.ReadByte();
    }

    public static bool PassedOut(string path, out Stream stream)
    {
        stream = new FileStream(path, FileMode.Open);
        return true;
    }

    public static int ByAFactory(string path)
    {
        Stream stream = Open(path); // ACQ101
        return stream.ReadByte();
    }

    public static int ByAFactoryAndDisposed(string path)
    {
        using Stream stream = Open(path);
        return stream.ReadByte();
    }

    public static int NotByAFactory(Holder holder)
    {
        Stream stream = holder.Get();
        return stream.ReadByte();
    }

    public static int ByAFactoryOfALibrary()
    {
        Process process = Process.GetCurrentProcess(); // ACQ101
        return process.Id;
    }

    public static int ByAFactoryOfALibraryAndDisposed()
    {
        using Process process = Process.GetCurrentProcess();
        return process.Id;
    }

    public static void DroppedAtOnce(string path)
    {
        new FileStream(path, FileMode.Create).WriteByte(1); // ACQ101
    }

    public static int NoNeedTo()
    {
        var memory = new MemoryStream();
        memory.WriteByte(1);
        var reader = new StringReader("text");
        int first = reader.Read();
        var task = new Task(() => Hw.Kick());
        task.Start();
        return first;
    }

    public static int NothingToDo()
    {
        var nothing = new Nothing(); // ACQ101
        return nothing.Number;
    }

    public static int DerivedWithAnEndOfItsOwn()
    {
        var recorder = new Recorder(); // ACQ101
        recorder.WriteByte(1);
        return recorder.Count;
    }

    public static int DerivedWithoutOne()
    {
        var counter = new Counter();
        counter.WriteByte(1);
        return counter.Count;
    }

    public static int ContractsSayBetter()
    {
        using var lease = new Lease(4);
        return lease.Length;
    }

    public static void EveryRound(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            var stream = new FileStream(path, FileMode.Create); // ACQ101
            stream.WriteByte(1);
        }
    }

    public static void UsingInALoop(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            using var stream = new FileStream(path, FileMode.Create);
            Touch(stream);
        }
    }

    public static async Task UsingInALoopThatWaits(string path, int n)
    {
        for (int i = 0; i < n; i++)
        {
            using (var stream = new FileStream(path + i, FileMode.Create))
            {
                await stream.FlushAsync();
            }
        }
    }

    public static IEnumerable<int> InAnIterator(string path)
    {
        using var stream = new FileStream(path, FileMode.Open);
        int next;
        while ((next = stream.ReadByte()) >= 0)
            yield return next;
    }

    public static void OtherReleasesAreNotItsEnd()
    {
        using var mutex = new Mutex();
        mutex.WaitOne();
        mutex.ReleaseMutex();
        using var signal = new SemaphoreSlim(0);
        signal.Release();
    }

    public static async Task<string> Sent(string address)
    {
        using var client = new HttpClient();
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        using HttpResponseMessage response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    public static string NotDisposedByItsUse(string address)
    {
        var client = new HttpClient(); // ACQ101
        client.BaseAddress = new Uri(address);
        return client.BaseAddress.Host;
    }

    private static Stream Open(string path) => new FileStream(path, FileMode.Open);

    private static void Skip(Stream stream) => stream.Seek(16, SeekOrigin.Begin);

    private static void Touch(Stream stream)
    {
        using var other = new FileStream("other", FileMode.Open);
        stream.WriteByte((byte)other.ReadByte());
    }

    public sealed class Holder : IDisposable
    {
        private readonly Stream _stream = new FileStream("held", FileMode.Open);

        public Stream Get() => _stream;

        public void Dispose() => _stream.Dispose();
    }

    private sealed class Nothing : IDisposable
    {
        public int Number;

        public void Dispose()
        {
        }
    }

    private class Counter : MemoryStream
    {
        public int Count => (int)Length;
    }

    private sealed class Recorder : MemoryStream
    {
        public int Count => (int)Length;

        protected override void Dispose(bool disposing)
        {
            Hw.Log("over");
            base.Dispose(disposing);
        }
    }
}
