// option: acquit.disposables = true
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// A helper may dispose of what it is given, or of what it sees around it; and it may make something for whoever calls it.
internal static class DisposablesEndedByHelpers
{
    private static void End(Stream stream) => stream.Dispose();

    private static void EndIfThere(IDisposable thing) => thing?.Dispose();

    private static void EndPerhaps(Stream stream, bool really)
    {
        if (really)
            stream.Dispose();
    }

    private static void Look(Stream stream) => Console.WriteLine(stream.Length);

    public static void GivenToAHelper(string path)
    {
        End(new FileStream(path, FileMode.Open));
        EndIfThere(new FileStream(path, FileMode.Open));
    }

    public static void GivenToAHelperThatLooks(string path) => Look(new FileStream(path, FileMode.Open)); // ACQ101

    public static void GivenToAHelperThatDoes(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        EndPerhaps(stream, true);
    }

    public static void EndedByALocalFunction(string path)
    {
        var stream = new FileStream(path, FileMode.Open);
        CleanUp();

        void CleanUp() => stream.Dispose();
    }

    public static void EndedByAnExtension(string path) => new FileStream(path, FileMode.Open).EndQuietly();

    private static void EndQuietly(this IDisposable thing) => thing.Dispose();

    private static void Make(string path, out FileStream stream) => stream = new FileStream(path, FileMode.Open);

    private static void MakeByReference(string path, ref FileStream stream) => stream = new FileStream(path, FileMode.Open);

    private static bool TryMake(string path, out FileStream stream)
    {
        stream = path.Length > 0 ? new FileStream(path, FileMode.Open) : null;
        return stream != null;
    }

    public static long MadeByAHelper(string path)
    {
        Make(path, out var stream); // ACQ101
        return stream.Length;
    }

    public static void MadeByReference(string path)
    {
        FileStream stream = null;
        MakeByReference(path, ref stream); // ACQ101
        Console.WriteLine(stream.Length);
    }

    public static long MadeAndEnded(string path)
    {
        Make(path, out var stream);
        using (stream)
            return stream.Length;
    }

    public static long MadePerhaps(string path)
    {
        if (!TryMake(path, out var stream))
            return 0;
        var length = stream.Length;
        stream.Dispose();
        return length;
    }

    public static long MadePerhapsAndForgotten(string path)
    {
        if (!TryMake(path, out var stream)) // ACQ101
            return 0;
        return stream.Length;
    }

    private static async Task<FileStream> MakeAsync(string path)
    {
        await Task.Yield();
        return new FileStream(path, FileMode.Open);
    }

    private static Task<FileStream> MakeAtOnce(string path) => Task.FromResult(new FileStream(path, FileMode.Open));

    public static async Task<long> Awaited(string path)
    {
        var stream = await MakeAsync(path).ConfigureAwait(false); // ACQ101
        return stream.Length;
    }

    public static async Task<long> AwaitedAtOnce(string path)
    {
        var stream = await MakeAtOnce(path); // ACQ101
        return stream.Length;
    }

    public static async Task<long> AwaitedAndEnded(string path)
    {
        await using var stream = await MakeAsync(path);
        using var another = await MakeAtOnce(path);
        return stream.Length + another.Length;
    }

    public static Task<FileStream> HandedOn(string path) => MakeAtOnce(path);

    public static Task EndedWhenItIsThere(string path) => MakeAsync(path).ContinueWith(task => task.Result.Dispose());
}

internal static class DisposablesOfFactories
{
    public static long OfAClassOfFunctions(string path)
    {
        var stream = File.OpenRead(path); // ACQ101
        return stream.Length;
    }

    public static void Unnamed(string path)
    {
        _ = File.CreateText(path); // ACQ101
    }

    public static long Using(string path)
    {
        using var stream = File.Open(path, FileMode.Open);
        return stream.Length;
    }

    // There is one for all.
    public static void TheConsoles()
    {
        Stream output = Console.OpenStandardOutput();
        output.WriteByte(1);
    }

    public static Stream Returned(string path) => File.OpenRead(path);
}

// By its own name, whatever it is told along with it.
internal sealed class DisposableWithABool : IDisposable
{
    private IntPtr _registers = Marshal.AllocHGlobal(16);

    public void Dispose() => Dispose(true);

    public void Dispose(bool isDisposing)
    {
        Marshal.FreeHGlobal(_registers);
        _registers = IntPtr.Zero;
    }

    public static void Ended()
    {
        var it = new DisposableWithABool();
        it.Dispose(true);
    }

    public static void Forgotten()
    {
        var it = new DisposableWithABool(); // ACQ101
        Console.WriteLine(it.ToString());
    }
}

// A constructor that begins with another one makes one object.
internal sealed class DisposableInSteps : IDisposable
{
    private readonly Stream _log;

    public DisposableInSteps() => _log = new FileStream("log", FileMode.Open);

    public DisposableInSteps(int level)
        : this() => Console.WriteLine(level);

    public void Dispose() => _log.Dispose();
}

internal class DisposableBase : IDisposable
{
    private readonly Stream _log;

    protected DisposableBase(string path) => _log = new FileStream(path, FileMode.Open);

    public void Dispose() => _log.Dispose();
}

internal sealed class DisposableDerived : DisposableBase
{
    public DisposableDerived()
        : base("log") => Console.WriteLine("made");
}

// Whoever says IDisposable himself asks for the call, though there is nothing to do in it by now; whom another interface
// makes do so does not.
internal sealed class DisposableByChoice : IDisposable
{
    public void Dispose()
    {
    }

    public static void Forgotten()
    {
        var it = new DisposableByChoice(); // ACQ101
        Console.WriteLine(it.ToString());
    }
}

internal sealed class DisposableByDuty : System.Collections.Generic.IEnumerator<int>
{
    public int Current => 0;

    object System.Collections.IEnumerator.Current => 0;

    public bool MoveNext() => false;

    public void Reset()
    {
    }

    public void Dispose()
    {
    }

    public static bool Forgotten()
    {
        var it = new DisposableByDuty();
        return it.MoveNext();
    }
}
