using Acquit.Analyzers;
using Acquit.CodeFixes;
using Acquit.Tests.Verification;
using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.SayWhoOwnsIt>;

namespace Acquit.Tests.CodeFixes;

public class SayWhoOwnsItTests
{
    [Fact]
    public Task A_native_function_of_ones_own_may_take_it_over() => Fix.FixesAsync(
        """
        public void Run(int size)
        {
            IntPtr block = {|ACQ101:Marshal.AllocHGlobal(size)|};
            hand_to_device(block, size);
        }

        [DllImport("device")]
        private static extern void hand_to_device(IntPtr block, int size);
        """,
        """
        public void Run(int size)
        {
            IntPtr block = Marshal.AllocHGlobal(size);
            hand_to_device(block, size);
        }

        [DllImport("device")]
        private static extern void hand_to_device([Acquit.Consumes("hglobal")] IntPtr block, int size);
        """);

    [Fact]
    public Task A_native_function_whose_call_is_generated_may_take_it_over() => PartiallyAsync(
        """
            public void Run(int size)
            {
                IntPtr block = {|ACQ101:Marshal.AllocHGlobal(size)|};
                HandToDevice(block, size);
            }

            [LibraryImport("device")]
            private static partial void HandToDevice(IntPtr block, int size);
        """,
        """
            public void Run(int size)
            {
                IntPtr block = Marshal.AllocHGlobal(size);
                HandToDevice(block, size);
            }

            [LibraryImport("device")]
            private static partial void HandToDevice([Consumes("hglobal")] IntPtr block, int size);
        """);

    [Fact]
    public Task A_parameter_is_left_to_the_callers_with_the_results_after_which_it_is() => Fix.FixesAsync(
        """
        /// <summary>Reads under the lock.</summary>
        /// <param name="sem">What is locked.</param>
        [Obsolete("Use another one.")] // Since the last version.
        public static int Read(
            // The lock.
            RwSem sem,
            int mode /* of reading */)
        {
            {|ACQ101:sem.DownRead()|};
            if (mode < 0)
                return -Errno.IO;

            sem.UpRead();
            return 0;
        }
        """,
        """
        /// <summary>Reads under the lock.</summary>
        /// <param name="sem">What is locked.</param>
        [Obsolete("Use another one.")] // Since the last version.
        public static int Read(
            // The lock.
            [Acquit.Acquires("rwsem-read", When = "return != 0", ReleasedBy = "UpRead")] RwSem sem,
            int mode /* of reading */)
        {
            sem.DownRead();
            if (mode < 0)
                return -Errno.IO;

            sem.UpRead();
            return 0;
        }
        """);

    [Fact]
    public Task The_object_itself_is_left_to_the_callers_above_its_other_attributes() => InFileAsync(
        """
        using System;
        using Acquit;

        public sealed class Gate
        {
            [Acquires("gate", ReleasedBy = nameof(Leave))]
            public extern void Enter();

            [Releases("gate")]
            public extern void Leave();

            /// <summary>Opens it.</summary>
            [Obsolete("Enter.")]
            public int Open(int mode)
            {
                {|ACQ101:Enter()|};
                if (mode < 0)
                    return -Errno.IO;

                Leave();
                return 0;
            }
        }
        """,
        """
        using System;
        using Acquit;

        public sealed class Gate
        {
            [Acquires("gate", ReleasedBy = nameof(Leave))]
            public extern void Enter();

            [Releases("gate")]
            public extern void Leave();

            /// <summary>Opens it.</summary>
            [Acquires("gate", When = "return != 0", ReleasedBy = "Leave")]
            [Obsolete("Enter.")]
            public int Open(int mode)
            {
                Enter();
                if (mode < 0)
                    return -Errno.IO;

                Leave();
                return 0;
            }
        }
        """);

    [Fact]
    public Task Lines_end_and_are_indented_as_the_others()
    {
        const string Source = """
            public sealed class Gate
            {
                [Acquit.Acquires("gate", ReleasedBy = "Leave")]
                public extern void Enter();

                [Acquit.Releases("gate")]
                public extern void Leave();

                public int Open(int mode)
                {
                    Enter();
                    if (mode < 0)
                        return -Errno.IO;

                    Leave();
                    return 0;
                }
            }
            """;
        const string Contract = """
                [Acquit.Acquires("gate", When = "return != 0", ReleasedBy = "Leave")]
            """;
        return Fix.RewritesAsync(OtherLayout(Source), OtherLayout(Source.Replace("    public int Open", $"{Contract}\n    public int Open")));

        static string OtherLayout(string text) => text.Replace("    ", "\t").Replace("\n", "\r\n");
    }

    // A contract is taken for all there is to say.
    [Fact]
    public Task What_else_the_method_does_is_said_along_with_it() => Fix.FixesAsync(
        """
        public static int Finish(RwSem sem, Page page, int mode)
        {
            {|ACQ101:sem.DownRead()|};
            Mm.FreePage(page);
            if (mode < 0)
                return -Errno.IO;

            sem.UpRead();
            return 0;
        }
        """,
        """
        public static int Finish([Acquit.Acquires("rwsem-read", When = "return != 0", ReleasedBy = "UpRead")] RwSem sem, [Acquit.Releases("page")] Page page, int mode)
        {
            sem.DownRead();
            Mm.FreePage(page);
            if (mode < 0)
                return -Errno.IO;

            sem.UpRead();
            return 0;
        }
        """);

    [Fact]
    public Task What_comes_along_with_it_is_left_to_the_callers_too() => Fix.FixesAsync(
        """
        public static int Lock(Spinlock gate, int mode)
        {
            {|ACQ101:gate.Lock()|};
            if (mode < 0)
                return -Errno.IO;

            gate.Unlock();
            return 0;
        }
        """,
        """
        public static int Lock([Acquit.Acquires("spinlock", When = "return != 0", ReleasedBy = "Unlock", Enters = "atomic")] Spinlock gate, int mode)
        {
            gate.Lock();
            if (mode < 0)
                return -Errno.IO;

            gate.Unlock();
            return 0;
        }
        """);

    // What calls itself is not followed from outside: only the contract tells.
    [Fact]
    public async Task Callers_owe_it_from_then_on()
    {
        const string Callers = """
            public static class Callers
            {
                public static int Mistaken(RwSem sem)
                {
                    int error = {|ACQ101:Driver.Read(sem, Hw.Status())|};
                    if (error != 0 && Hw.Ready())
                        sem.UpRead();
                    return 0;
                }

                public static int Right(RwSem sem)
                {
                    int error = Driver.Read(sem, Hw.Status());
                    if (error != 0)
                        sem.UpRead();
                    return error;
                }
            }
            """;
        var test = Fix.Test(Fix.InClass(Reading), Fix.InClass(ReadingOfCallers));
        test.TestState.Sources.Add(("Callers.cs", Unmarked(Callers)));
        test.FixedState.Sources.Add(("Callers.cs", Callers));
        await test.RunAsync();
    }

    [Fact]
    public Task Not_where_the_callers_beside_it_would_be_wrong_by_that() => Fix.OffersNothingAsync(
        Reading + """


        public static int Mistaken(RwSem sem)
        {
            int error = Read(sem, Hw.Status());
            if (error != 0 && Hw.Ready())
                sem.UpRead();
            return 0;
        }
        """);

    [Fact]
    public Task Not_where_it_may_not_have_been_taken() => Fix.OffersNothingAsync(
        """
        public static int Try(Spinlock gate, int mode)
        {
            {|ACQ101:gate.TryLock()|};
            if (mode < 0)
                return -Errno.IO;

            gate.Unlock();
            return 0;
        }
        """);

    [Fact]
    public Task Not_where_no_result_tells_it_though_it_may_be_left_held() => Fix.OffersNothingAsync(
        """
        public static void Wait(SemaphoreSlim gate, int mode)
        {
            {|ACQ101:gate.Wait()|};
            if (mode < 0)
                return;

            gate.Release();
        }
        """);

    [Fact]
    public Task Not_for_accessors_local_functions_and_lambdas() => Fix.OffersNothingAsync(
        """
        private readonly RwSem _sem = new();

        public int Mode
        {
            set
            {
                {|ACQ101:_sem.DownRead()|};
                if (value > 0)
                    _sem.UpRead();
            }
        }

        public static int InLocalFunction(RwSem sem, int mode)
        {
            return Read(sem);

            int Read(RwSem lent)
            {
                {|ACQ101:lent.DownRead()|};
                if (mode < 0)
                    return -Errno.IO;

                lent.UpRead();
                return 0;
            }
        }

        public static Func<RwSem, int> InLambda(int mode) => lent =>
        {
            {|ACQ101:lent.DownRead()|};
            if (mode < 0)
                return -Errno.IO;

            lent.UpRead();
            return 0;
        };
        """);

    [Fact]
    public Task Not_where_callers_go_by_another_declaration() => InFileAsync(
        """
        public interface IReader
        {
            int Read(RwSem sem, int mode);

            int ReadExplicitly(RwSem sem, int mode);
        }

        public abstract class ReaderBase
        {
            public abstract int ReadOverridden(RwSem sem, int mode);

            public virtual int ReadVirtually(RwSem sem, int mode)
            {
        BODY
            }
        }

        public partial class Reader : ReaderBase, IReader
        {
            public partial int ReadPartly(RwSem sem, int mode);

            public int Read(RwSem sem, int mode)
            {
        BODY
            }

            int IReader.ReadExplicitly(RwSem sem, int mode)
            {
        BODY
            }

            public override int ReadOverridden(RwSem sem, int mode)
            {
        BODY
            }

            public partial int ReadPartly(RwSem sem, int mode)
            {
        BODY
            }
        }
        """.Replace("BODY", Body), null);

    [Fact]
    public Task Not_where_a_directive_takes_parts_of_the_declaration_out() => InFileAsync(
        $$"""
        public static class Reader
        {
        #if DEBUG
            public
        #else
            internal
        #endif
            static int Read(RwSem sem, int mode)
            {
        {{Body}}
            }
        }
        """, null);

    [Fact]
    public async Task Not_where_the_attributes_are_not_known()
    {
        const string Source = """
            using System;
            using System.Runtime.InteropServices;

            public static class Driver
            {
                public static void Run(int size)
                {
                    IntPtr block = {|ACQ101:Marshal.AllocHGlobal(size)|};
                    hand_to_device(block, size);
                }

                [DllImport("device")]
                private static extern void hand_to_device(IntPtr block, int size);
            }
            """;
        await new CSharpCodeFixVerifier<PairingAnalyzer, SayWhoOwnsIt>.Test
        {
            TestCode = Source, FixedCode = Source, ReferenceAssemblies = ReferenceAssemblies.Framework,
        }.RunAsync();
    }

    private const string Body = """
                {|ACQ101:sem.DownRead()|};
                if (mode < 0)
                    return -Errno.IO;

                sem.UpRead();
                return 0;
        """;

    private const string Reading = """
        public static int Read(RwSem sem, int mode)
        {
            if (mode > 9)
                return Read(sem, mode - 9);

            {|ACQ101:sem.DownRead()|};
            if (mode < 0)
                return -Errno.IO;

            sem.UpRead();
            return 0;
        }
        """;

    private static string ReadingOfCallers { get; } = Unmarked(Reading).Replace("RwSem sem", """[Acquit.Acquires("rwsem-read", When = "return != 0", ReleasedBy = "UpRead")] RwSem sem""");

    private static string Unmarked(string source) => source.Replace("{|ACQ101:", "").Replace("|}", "");

    // As it stands; the same again where nothing is offered.
    private static Task InFileAsync(string source, string? fixedSource) => Fix.Test(source, fixedSource ?? source).RunAsync();

    // The call of the function is written by a generator, which does not run here.
    private static Task PartiallyAsync(string members, string fixedMembers)
    {
        string InClass(string text) => $$"""
            using System;
            using System.Runtime.InteropServices;
            using Acquit;

            public partial class Driver
            {
            {{text}}
            }
            """;
        var test = Fix.Test(InClass(members), InClass(fixedMembers));
        test.CompilerDiagnostics = CompilerDiagnostics.None;
        return test.RunAsync();
    }

    [Fact]
    public Task What_is_the_methods_own_stays_its_own() => Fix.OffersNothingAsync(
        """
        public int Run(int mode)
        {
            Page page = {|ACQ101:Mm.NewPage()|};
            if (mode == 0)
                return -Errno.IO;

            Mm.FreePage(page);
            return 0;
        }
        """);
}
