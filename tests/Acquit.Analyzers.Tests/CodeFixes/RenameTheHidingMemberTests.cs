using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.RenameTheHidingMember>;

namespace Acquit.Tests.CodeFixes;

public class RenameTheHidingMemberTests
{
    [Fact]
    public Task Renames_a_local_function_with_its_uses() => Fix.FixesAsync(
        """
        private extern void Drop([Acquit.Releases("page")] Page page);

        public void Run(Page page)
        {
            Drop(page);
            Action<Page> later = Drop;
            later(page);

            void {|ACQ405:Drop|}(Page given) => given.Index++;
        }
        """,
        """
        private extern void Drop([Acquit.Releases("page")] Page page);

        public void Run(Page page)
        {
            DriverDrop(page);
            Action<Page> later = DriverDrop;
            later(page);

            void DriverDrop(Page given) => given.Index++;
        }
        """);

    [Fact]
    public Task Takes_another_name_where_that_is_taken() => Fix.FixesAsync(
        """
        private int DriverDrop;

        private extern void Drop([Acquit.Releases("page")] Page page);

        public void Run(Page page)
        {
            Drop(page);

            void {|ACQ405:Drop|}(Page given) => given.Index = DriverDrop;
        }
        """,
        """
        private int DriverDrop;

        private extern void Drop([Acquit.Releases("page")] Page page);

        public void Run(Page page)
        {
            DriverDrop2(page);

            void DriverDrop2(Page given) => given.Index = DriverDrop;
        }
        """);

    [Fact]
    public Task Renames_several_and_their_uses_in_other_files()
    {
        const string Other = """
            public static class Elsewhere
            {
                public static void Run(Blitter blitter, Page page) => blitter.Retire(page);
            }
            """;
        var test = Fix.Test(
            """
            public class Blitter : Engine
            {
                public void {|ACQ405:Retire|}(object page) => System.GC.KeepAlive(page);

                public void Run(Page page) => Retire(page);
            }

            public class Painter : Engine
            {
                public void Run(Page page) => this.Retire(page);

                public void {|ACQ405:Retire|}(object page) => System.GC.KeepAlive(page);
            }
            """,
            """
            public class Blitter : Engine
            {
                public void BlitterRetire(object page) => System.GC.KeepAlive(page);

                public void Run(Page page) => BlitterRetire(page);
            }

            public class Painter : Engine
            {
                public void Run(Page page) => this.PainterRetire(page);

                public void PainterRetire(object page) => System.GC.KeepAlive(page);
            }
            """);
        test.TestState.Sources.Add(("Elsewhere.cs", Other));
        test.FixedState.Sources.Add(("Elsewhere.cs", Other.Replace("blitter.Retire", "blitter.BlitterRetire", StringComparison.Ordinal)));
        return test.RunAsync();
    }
}
