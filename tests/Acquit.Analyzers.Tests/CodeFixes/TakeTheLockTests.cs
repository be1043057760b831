using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.TakeTheLock>;

namespace Acquit.Tests.CodeFixes;

public class TakeTheLockTests
{
    [Fact]
    public Task Takes_it_around_a_statement() => Fix.FixesAsync(
        """
        private readonly RwSem _sem = new();

        public void Run()
        {
            // How many are there?
            int readers = {|ACQ301:_sem.Readers()|};
            Hw.Log(readers.ToString());
        }
        """,
        """
        private readonly RwSem _sem = new();

        public void Run()
        {
            // How many are there?
            _sem.DownRead();
            int readers = _sem.Readers();
            _sem.UpRead();
            Hw.Log(readers.ToString());
        }
        """);

    [Fact]
    public Task Gives_it_back_when_the_statement_returns() => Fix.FixesAsync(
        """
        public int Run(RwSem sem)
        {
            return {|ACQ301:sem.Readers()|};
        }
        """,
        """
        public int Run(RwSem sem)
        {
            sem.DownRead();
            try
            {
                return sem.Readers();
            }
            finally
            {
                sem.UpRead();
            }
        }
        """);

    [Fact]
    public Task Takes_it_around_the_call_of_a_helper() => Fix.FixesAsync(
        """
        public int Run(RwSem sem)
        {
            int count = 0;
            if (Hw.Ready())
                count = {|ACQ301:Count(sem)|};

            return count;
        }

        private static int Count(RwSem locked) => locked.Readers();
        """,
        """
        public int Run(RwSem sem)
        {
            int count = 0;
            if (Hw.Ready())
            {
                sem.DownRead();
                count = Count(sem);
                sem.UpRead();
            }

            return count;
        }

        private static int Count(RwSem locked) => locked.Readers();
        """);

    [Fact]
    public Task Takes_it_again_where_it_was_given_back() => Fix.FixesAsync(
        """
        public void Run(RwSem sem)
        {
            sem.DownRead();
            sem.UpRead();
            {|ACQ301:sem.Readers()|};
        }
        """,
        """
        public void Run(RwSem sem)
        {
            sem.DownRead();
            sem.UpRead();
            sem.DownRead();
            sem.Readers();
            sem.UpRead();
        }
        """);

    [Fact]
    public Task Leaves_alone_what_leaves_from_within() => Fix.OffersNothingAsync(
        """
        public int Run(RwSem sem)
        {
            if ({|ACQ301:sem.Readers()|} > 0)
            {
                return 1;
            }

            return 0;
        }
        """);

    [Fact]
    public Task Is_not_kept_from_one_call_by_another_that_it_hid() => Fix.RewritesAsync(
        Fix.InClass("""
        public void Run(RwSem sem)
        {
            sem.Readers();
            Hw.Log("once");
            sem.Readers();
        }
        """),
        Fix.InClass("""
        public void Run(RwSem sem)
        {
            sem.DownRead();
            sem.Readers();
            sem.UpRead();
            Hw.Log("once");
            sem.Readers();
        }
        """));

    [Fact]
    public Task Does_not_take_the_one_at_hand_for_the_one_that_is_needed() => Fix.OffersNothingAsync(
        """
        public sealed class Stage
        {
            private readonly Stage? _next;

            public Stage(Stage? next) => _next = next;

            [Acquit.Acquires("stage", ReleasedBy = nameof(Leave))]
            public extern void Enter();

            [Acquit.Releases("stage")]
            public extern void Leave();

            [Acquit.RequiresHeld("stage")]
            public extern void Step();

            public void Run()
            {
                {|ACQ301:StepNext()|};
            }

            private void StepNext() => _next!.Step();
        }
        """);
}
