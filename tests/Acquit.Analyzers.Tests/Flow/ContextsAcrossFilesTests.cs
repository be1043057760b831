using System.Globalization;
using Acquit.Analyzers;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Acquit.Tests.Flow;

/// <summary>Contexts through files: what one tells is reported while it is edited, the rest when all of them are known.</summary>
public class ContextsAcrossFilesTests
{
    private const string Api = """
        using System;
        using Acquit;

        public sealed class Operations
        {
            [RunsIn("page-fault")]
            public Func<ulong, int> Fault { get; set; }

            [RunsIn("mmap")]
            public Func<ulong, int> Mmap { get; set; }
        }

        public static class Vm
        {
            [NotIn("page-fault", Use = nameof(VmfInsertPage))]
            public static extern int VmInsertPage(ulong address);

            [OnlyIn("page-fault", Use = nameof(VmInsertPage))]
            public static extern int VmfInsertPage(ulong address);
        }

        public sealed class SpinLock
        {
            [Acquires("spin-lock", ReleasedBy = nameof(Unlock), Enters = "atomic")]
            public extern void Lock();

            [Acquires("spin-lock", When = "return == true", ReleasedBy = nameof(Unlock), Enters = "atomic")]
            public extern bool TryLock();

            [Releases("spin-lock")]
            public extern void Unlock();
        }

        public static class Wait
        {
            [NotIn("atomic")]
            public static extern void Sleep(int milliseconds);
        }
        """;

    // Depth five, from the handler: Prepare, Map, MapPart, MapPage, Insert.
    private const string Middle = """
        public static class Middle
        {
            public static int Map(ulong address) => MapPart(address, 1);

            private static int MapPart(ulong address, int count)
            {
                int error = 0;
                while (error == 0 && count-- > 0)
                    error = Inner.MapPage(address + (ulong)count);
                return error;
            }

            public static void WaitForDevice() => Inner.Poll();

            public static void Count() => Inner.Total++;

            public static int Odd(int n) => n == 0 ? 0 : Inner.Even(n - 1);
        }
        """;

    private const string Inner = """
        public static class Inner
        {
            public static int Total;

            public static int MapPage(ulong address)
            {
                Total++;
                return Insert(address);
            }

            private static int Insert(ulong address) => Vm.VmInsertPage(address);

            public static void Poll()
            {
                while (Total == 0)
                    Wait.Sleep(1);
            }

            public static int Even(int n)
            {
                Wait.Sleep(n);
                return n == 0 ? 1 : Middle.Odd(n - 1);
            }
        }
        """;

    private const string FiveDeep = """
        public sealed class Driver
        {
            public Operations Table() => new Operations { Fault = OnFault };

            private int OnFault(ulong address) => Prepare(address);

            private static int Prepare(ulong address) => Middle.Map(address);
        }
        """;

    [Fact]
    public async Task A_handler_five_calls_and_three_files_away_is_told_the_way()
    {
        var reported = await BuildAsync(FiveDeep);
        var report = Assert.Single(reported);
        Assert.Equal("ACQ201", report.Id);
        Assert.Contains(WellKnownDiagnosticTags.CompilationEnd, report.Descriptor.CustomTags);
        Assert.StartsWith(
            "This leads through 'Map', 'MapPart', 'MapPage' and 'Insert' to 'VmInsertPage' at line 11 of Inner.cs, which must not be called in the context 'page-fault'",
            report.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(
            ["Outer.cs:3", "Outer.cs:7", "Middle.cs:3", "Middle.cs:9", "Inner.cs:8", "Inner.cs:11"],
            report.AdditionalLocations.Select(place => $"{place.SourceTree!.FilePath}:{place.GetLineSpan().StartLinePosition.Line + 1}"));
    }

    [Fact]
    public async Task An_editor_says_nothing_of_what_other_files_tell() => Assert.Empty(await EditAsync(FiveDeep));

    private const string OneDeep = """
        public sealed class Driver
        {
            public Operations Table() => new Operations { Fault = OnFault, Mmap = address => Vm.VmfInsertPage(address) };

            private int OnFault(ulong address) => Prepare(address);

            private static int Prepare(ulong address) => Vm.VmInsertPage(address);
        }
        """;

    [Fact]
    public async Task An_editor_reports_what_the_file_tells_and_the_build_does_so_once()
    {
        Assert.Equal(["ACQ201:5", "ACQ202:3"], Lines(await EditAsync(OneDeep)));
        var built = await BuildAsync(OneDeep);
        Assert.Equal(["ACQ201:5", "ACQ202:3"], Lines(built));
        Assert.All(built, report => Assert.DoesNotContain(WellKnownDiagnosticTags.CompilationEnd, report.Descriptor.CustomTags));
    }

    [Fact]
    public Task A_handler_that_another_file_hands_over() => VerifyAsync(
        """
        public sealed class Driver
        {
            public Operations Table() => new Operations { Fault = Handlers.OnFault, Mmap = Handlers.OnMmap };
        }
        """,
        """
        public static class Handlers
        {
            public static int OnFault(ulong address) => {|ACQ201:Vm.VmInsertPage(address)|};

            public static int OnMmap(ulong address) => Vm.VmInsertPage(address);
        }
        """);

    [Fact]
    public Task A_handler_in_another_part_of_the_class() => VerifyAsync(
        """
        public sealed partial class Driver
        {
            public Operations Table() => new Operations { Mmap = OnMmap };
        }
        """,
        """
        public sealed partial class Driver
        {
            private int OnMmap(ulong address)
            {
                return {|ACQ202:Insert(address)|};
            }

            private int Insert(ulong address) => Vm.VmfInsertPage(address);
        }
        """);

    [Fact]
    public Task Handed_over_here_and_there_it_is_one_defect() => VerifyAsync(
        """
        public sealed class Driver
        {
            public Operations Table() => new Operations { Fault = Handlers.OnFault };
        }
        """,
        """
        public static class Handlers
        {
            public static Operations Own() => new Operations { Fault = OnFault };

            public static int OnFault(ulong address) => {|ACQ201:Vm.VmInsertPage(address)|};
        }
        """);

    [Fact]
    public Task A_handler_that_calls_another_handler_adds_nothing() => VerifyAsync(
        """
        public static class Driver
        {
            public static Operations Table() => new Operations { Fault = OnFault };

            private static int OnFault(ulong address) => Handlers.OnFault(address);
        }
        """,
        """
        public static class Handlers
        {
            public static Operations Own() => new Operations { Fault = OnFault };

            public static int OnFault(ulong address) => {|ACQ201:Vm.VmInsertPage(address)|};
        }
        """);

    [Fact]
    public Task Each_use_of_a_method_is_judged_by_itself() => VerifyAsync("""
        public sealed class Driver
        {
            public Operations Table() => new Operations { Mmap = Shared };

            public int Ioctl(ulong address) => Shared(address);

            public int OnFault(ulong address) => Shared(address);

            private int Shared(ulong address) => Middle.Map(address);
        }
        """);

    [Fact]
    public Task Helpers_elsewhere_that_sleep_under_a_spinlock() => VerifyAsync("""
        public sealed class Driver
        {
            private readonly SpinLock gate = new();

            public void Run()
            {
                Middle.WaitForDevice();
                gate.Lock();
                {|ACQ201:Middle.WaitForDevice()|};
                Middle.Count();
                gate.Unlock();
                Middle.WaitForDevice();
            }

            public void Try()
            {
                if (!gate.TryLock())
                {
                    Middle.WaitForDevice();
                    return;
                }

                {|ACQ201:Middle.WaitForDevice()|};
                gate.Unlock();
            }
        }
        """);

    [Fact]
    public Task Helpers_elsewhere_that_call_one_another() => VerifyAsync("""
        public sealed class Driver
        {
            private readonly SpinLock gate = new();

            public int Run()
            {
                gate.Lock();
                int n = {|ACQ201:Middle.Odd(3)|};
                gate.Unlock();
                return n;
            }
        }
        """);

    [Fact]
    public Task What_may_run_instead_is_not_known() => VerifyAsync(
        """
        using System;

        public sealed class Driver
        {
            private readonly Mapper mapper = new();
            private readonly Action later = Middle.WaitForDevice;

            public Operations Table() => new Operations { Fault = OnFault };

            private int OnFault(ulong address)
            {
                later();
                return mapper.Map(address) + Mapper.Later(address)();
            }
        }
        """,
        """
        using System;

        public class Mapper
        {
            public virtual int Map(ulong address) => Vm.VmInsertPage(address);

            public static Func<int> Later(ulong address) => () => Vm.VmInsertPage(address);
        }
        """);

    [Fact]
    public Task What_a_helper_says_of_itself_stands() => VerifyAsync(
        """
        public sealed class Driver
        {
            public Operations Table() => new Operations { Fault = address => Declared.Anywhere(address), Mmap = address => {|ACQ202:Declared.InFaults(address)|} };
        }
        """,
        """
        using Acquit;

        public static class Declared
        {
            [NotIn("interrupt")]
            public static int Anywhere(ulong address) => address == 0 ? Vm.VmInsertPage(address) : 0;

            [OnlyIn("page-fault")]
            public static int InFaults(ulong address) => Vm.VmfInsertPage(address);
        }
        """);

    [Fact]
    public Task Code_that_a_call_may_run_is_handed_over_elsewhere() => VerifyAsync(
        """
        public sealed partial class Cache
        {
            private readonly SpinLock gate = new();

            public void Fill()
            {
                gate.Lock();
                {|ACQ302:Room.Make()|};
                gate.Unlock();
                Room.Make();
            }

            private void Shrink()
            {
                Take.Now(gate);
                gate.Unlock();
            }
        }
        """,
        """
        using System;
        using Acquit;

        public static class Room
        {
            [MayRun("shrink")]
            public static extern void Make();

            public static extern void Register([RunsIn("shrink")] Action shrink);
        }

        public static class Take
        {
            public static extern void Now([Acquires("spin-lock", ReleasedBy = "Unlock"), RequiresNotHeld("spin-lock")] SpinLock gate);
        }

        public sealed partial class Cache
        {
            public Cache() => Room.Register(Shrink);
        }
        """);

    private static string[] Lines(IEnumerable<Diagnostic> reported) =>
        [.. reported.Select(report => $"{report.Id}:{report.Location.GetLineSpan().StartLinePosition.Line + 1}").Order(StringComparer.Ordinal)];

    private static Task VerifyAsync(string outer, params string[] more)
    {
        var test = new CSharpAnalyzerVerifier<PairingAnalyzer>.Test { TestCode = outer };
        foreach (var source in more.Append(Middle).Append(Inner).Append(Api))
            test.TestState.Sources.Add(source);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<IReadOnlyList<Diagnostic>> BuildAsync(string outer) =>
        await AnalyzerRun.DiagnosticsAsync(
            Compile(outer), new AnalyzerOptions([]), [new PairingAnalyzer()], CompilerDiagnostics.Errors, TestContext.Current.CancellationToken);

    private static async Task<IReadOnlyList<Diagnostic>> EditAsync(string outer)
    {
        var compilation = Compile(outer);
        var run = compilation.WithAnalyzers([new PairingAnalyzer()], new AnalyzerOptions([]));
        var model = compilation.GetSemanticModel(compilation.SyntaxTrees.First());
        return await run.GetAnalyzerSemanticDiagnosticsAsync(model, null, TestContext.Current.CancellationToken);
    }

    private static CSharpCompilation Compile(string outer) => CSharpCompilation.Create(
        "Driver",
        new[] { ("Outer.cs", outer), ("Middle.cs", Middle), ("Inner.cs", Inner), ("Api.cs", Api) }
            .Select(source => CSharpSyntaxTree.ParseText(source.Item2, path: source.Item1)),
        ReferenceAssemblies.Contracts.References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
}
