using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.ReleaseBeforeExit>;

namespace Acquit.Tests.CodeFixes;

public partial class ReleaseBeforeExitTests
{
    [Fact]
    public Task Elements_that_were_acquired_one_by_one_are_released_by_a_loop() => Fix.FixesAsync(
        """
        public int Run(int n)
        {
            var pages = new Page[n];
            for (int i = 0; i < n; i++)
            {
                if (!Hw.Ready())
                    return -Errno.IO;
                pages[i] = {|ACQ101:Mm.NewPage()|};
            }

            int sum = Hw.Sum(pages);
            for (int i = 0; i < n; i++)
                Mm.FreePage(pages[i]);
            return sum;
        }
        """,
        """
        public int Run(int n)
        {
            var pages = new Page[n];
            for (int i = 0; i < n; i++)
            {
                if (!Hw.Ready())
                {
                    for (int j = 0; j < i; j++)
                        Mm.FreePage(pages[j]);
                    return -Errno.IO;
                }
                pages[i] = Mm.NewPage();
            }

            int sum = Hw.Sum(pages);
            for (int i = 0; i < n; i++)
                Mm.FreePage(pages[i]);
            return sum;
        }
        """);
}
