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
}
