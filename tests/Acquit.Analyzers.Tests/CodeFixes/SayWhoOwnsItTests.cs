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
