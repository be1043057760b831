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

    [Fact]
    public async Task What_is_reported_does_not_depend_on_how_a_project_is_referred_to()
    {
        var library = Compile("Library", Library);
        using var image = new MemoryStream();
        Assert.Empty(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var built = await ReportsAsync(MetadataReference.CreateFromImage(image.ToArray()));
        Assert.NotEmpty(built);
        Assert.Equal(built, await ReportsAsync(library.ToMetadataReference()));
    }

    private static async Task<IEnumerable<string>> ReportsAsync(MetadataReference library)
    {
        var compilation = Compile("Driver", Code).AddReferences(library);
        var reports = await AnalyzerRun.DiagnosticsAsync(
            compilation, new([]), AllAnalyzers.Create(), CompilerDiagnostics.Errors, TestContext.Current.CancellationToken);
        return reports.Select(report => $"{report.Location.GetLineSpan().StartLinePosition.Line} {report.Id} {report.GetMessage(CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal).ToImmutableArray();
    }

    private static CSharpCompilation Compile(string name, string source) => CSharpCompilation.Create(
        name, [CSharpSyntaxTree.ParseText(source)], ReferenceAssemblies.Contracts.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
}
