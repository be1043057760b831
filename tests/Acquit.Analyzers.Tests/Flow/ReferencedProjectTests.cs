using System.Collections.Immutable;
using System.Globalization;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Acquit.Tests.Flow;

/// <summary>
/// A project that is referred to is an assembly for a build, and its sources for an editor. What is reported is the same: its bodies are
/// nobody's business but its own.
/// </summary>
public class ReferencedProjectTests
{
    private const string Library = """
        using System;
        using System.Runtime.InteropServices;
        using System.Threading;

        namespace Library;

        public class Device
        {
            private readonly object _gate = new();
            private GCHandle _pinned;

            public object Gate => Helpers.Pass(_gate);

            public GCHandle Pinned => Helpers.Pass(_pinned);

            public void Pin(object target) => _pinned = GCHandle.Alloc(target);

            public static GCHandle Hold(object target) => GCHandle.Alloc(target);

            public static void Drop(GCHandle handle) => handle.Free();

            public static void Use(GCHandle handle) => Helpers.Look(handle);

            public void Run(Action action)
            {
                lock (Gate)
                    action();
            }
        }

        public abstract class Session : IDisposable
        {
            protected GCHandle Kept;

            protected Session(object target) => Kept = GCHandle.Alloc(target);

            public virtual void Close() => Helpers.Look(Kept);

            protected virtual void Dispose(bool disposing) => Close();

            public void Dispose() => Dispose(true);
        }

        public static class Helpers
        {
            public static T Pass<T>(T value) => value;

            public static void Look(GCHandle handle) => Console.WriteLine(handle.IsAllocated);

            public static void Fail() => throw new InvalidOperationException();
        }
        """;

    private const string Code = """
        using System.Runtime.InteropServices;
        using System.Threading;
        using Library;

        public sealed class OwnSession : Session
        {
            private GCHandle _own;
            private GCHandle _lost;

            public OwnSession(object target) : base(target)
            {
                _own = GCHandle.Alloc(target);
                _lost = GCHandle.Alloc(target);
            }

            public override void Close()
            {
                base.Close();
                _own.Free();
                Kept.Free();
            }
        }

        public class Driver
        {
            private readonly Device _device = new();

            public int Open(object target, int mode)
            {
                var handle = GCHandle.Alloc(target);
                Monitor.Enter(_device.Gate);
                if (mode < 0)
                    return -1;
                Device.Use(handle);
                Helpers.Look(_device.Pinned);
                _device.Run(() => Helpers.Look(handle));
                Monitor.Exit(_device.Gate);
                Helpers.Fail();
                handle.Free();
                Device.Drop(handle);
                return 0;
            }

            public void Lose(object target)
            {
                Device.Hold(target);
                GCHandle.Alloc(_device.Pinned.Target);
            }
        }
        """;

    // Wrappers, types and fields of the library in all the places where it matters whether there is source.
    private const string Wrappers = """
        using System;
        using System.Buffers;
        using System.Runtime.InteropServices;
        using System.Threading;
        using Acquit;

        namespace Library;

        public static class Pool
        {
            public static byte[] Take(int length) => ArrayPool<byte>.Shared.Rent(length);

            public static void Give(byte[] array) => ArrayPool<byte>.Shared.Return(array);

            public static bool TryTake(int length, out byte[] array)
            {
                array = length > 0 ? ArrayPool<byte>.Shared.Rent(length) : null;
                return array != null;
            }

            public static int Sum(byte[] array) => array.Length;

            public static void ThrowIfEmpty(int length)
            {
                if (length == 0)
                    throw new InvalidOperationException();
            }

            public static int Larger(int a, int b) => Math.Max(a, b);
        }

        public class Owner : IDisposable
        {
            protected IntPtr Block;

            public Owner(int size) => Block = Marshal.AllocHGlobal(size);

            public IntPtr Address => Block;

            public virtual void Close()
            {
                Marshal.FreeHGlobal(Block);
                Block = IntPtr.Zero;
            }

            public void Dispose() => Close();
        }

        public sealed class Idle : IDisposable
        {
            public static Idle Create() => new();

            public void Dispose()
            {
            }
        }

        public sealed class Kept
        {
            public byte[] Content;

            public Kept(byte[] content) => Content = content;

            public void Clear() => Content = null;
        }

        public interface ISource
        {
            byte[] Next();
        }

        public static class Bus
        {
            [Acquires("bus", ReleasedBy = nameof(Unlock), Enters = "atomic")]
            public static void Lock() => Monitor.Enter(typeof(Bus));

            [Releases("bus")]
            public static void Unlock() => Monitor.Exit(typeof(Bus));

            [NotIn("atomic")]
            public static void Sleep() => Thread.Sleep(1);

            public static void Wait() => Sleep();

            public static void Run([RunsIn("atomic")] Action action) => action();
        }
        """;

    private const string Users = """
        using System;
        using System.Buffers;
        using System.Runtime.InteropServices;
        using System.Threading;
        using Library;

        public sealed class Longer : Owner
        {
            private readonly IntPtr _more;

            public Longer(int size) : base(size) => _more = Marshal.AllocHGlobal(size);

            public override void Close()
            {
                base.Close();
                Pool.Larger(1, 2);
            }
        }

        public static class Users
        {
            public static int Wrapped(int length, bool early)
            {
                byte[] array = Pool.Take(length);
                if (early)
                    return 0;
                Pool.Give(array);
                return array.Length;
            }

            public static int Looked(int length)
            {
                byte[] array = ArrayPool<byte>.Shared.Rent(length);
                int sum = Pool.Sum(array);
                if (sum < 0)
                    return -1;
                Pool.Give(array);
                return sum;
            }

            public static int Stored(int length)
            {
                byte[] array = ArrayPool<byte>.Shared.Rent(length);
                var kept = new Kept(array);
                kept.Clear();
                return 0;
            }

            public static void Thrown(int length)
            {
                IntPtr block = Marshal.AllocHGlobal(length);
                Pool.ThrowIfEmpty(length);
                if (Pool.Larger(length, 2) == 2)
                    return;
                Marshal.FreeHGlobal(block);
            }

            public static void Opened(int length)
            {
                var owner = new Owner(length);
                Marshal.FreeHGlobal(owner.Address);
                Marshal.FreeHGlobal(owner.Address);
                var idle = Idle.Create();
                var other = new Longer(length);
                GC.KeepAlive(idle);
            }

            public static int Asked(ISource source, int length)
            {
                if (!Pool.TryTake(length, out byte[] array))
                    return 0;
                byte[] next = source.Next();
                ArrayPool<byte>.Shared.Return(array);
                ArrayPool<byte>.Shared.Return(array);
                return next.Length;
            }

            public static void Locked(object gate, int length)
            {
                Monitor.Enter(gate);
                for (int i = 0; i < length; i++)
                    Pool.Larger(i, length);
                if (length == 0)
                    return;
                Bus.Lock();
                Bus.Wait();
                Bus.Sleep();
                Bus.Unlock();
                Bus.Run(Handle);
                Monitor.Exit(gate);
            }

            private static void Handle()
            {
                Bus.Wait();
                Bus.Sleep();
            }
        }
        """;

    [Theory]
    [InlineData(Library, Code)]
    [InlineData(Wrappers, Users)]
    public async Task What_is_reported_does_not_depend_on_how_a_project_is_referred_to(string libraryCode, string code)
    {
        var library = Compile("Library", libraryCode);
        using var image = new MemoryStream();
        Assert.Empty(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var built = await ReportsAsync(code, MetadataReference.CreateFromImage(image.ToArray()));
        Assert.NotEmpty(built);
        Assert.Equal(built, await ReportsAsync(code, library.ToMetadataReference()));
    }

    private static async Task<IEnumerable<string>> ReportsAsync(string code, MetadataReference library)
    {
        var compilation = Compile("Driver", code).AddReferences(library);
        var reports = await AnalyzerRun.DiagnosticsAsync(
            compilation, new([]), AllAnalyzers.Create(), CompilerDiagnostics.Errors, TestContext.Current.CancellationToken);
        return reports.Select(report => $"{report.Location.GetLineSpan().StartLinePosition.Line} {report.Id} {report.GetMessage(CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal).ToImmutableArray();
    }

    private static CSharpCompilation Compile(string name, string source) => CSharpCompilation.Create(
        name, [CSharpSyntaxTree.ParseText(source)], ReferenceAssemblies.Contracts.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
}
