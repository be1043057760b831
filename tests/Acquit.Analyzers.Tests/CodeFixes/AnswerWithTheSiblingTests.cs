using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.AnswerWithTheSibling>;

namespace Acquit.Tests.CodeFixes;

public class AnswerWithTheSiblingTests
{
    [Theory]
    [InlineData("return {|ACQ203:Vm.VmInsertPage(address, page) == 0 ? VmFault.NoPage : VmFault.SigBus|};")]
    [InlineData("return {|ACQ203:(VmFault)Vm.VmInsertPage(address, page)|};")]
    [InlineData("return {|ACQ203:Vm.VmInsertPage(address, page) switch { 0 => VmFault.NoPage, _ => VmFault.SigBus }|};")]
    [InlineData("int err = Vm.VmInsertPage(address, page);\n    return {|ACQ203:(VmFault)err|};")]
    [InlineData("int err = Vm.VmInsertPage(address, page);\n    {|ACQ203:switch (err)\n    {\n        case 0: return VmFault.NoPage;\n        default: return VmFault.SigBus;\n    }|}")]
    public Task Hands_on_the_answer_of_the_sibling(string statements) => Fix.FixesAsync(
        $$"""
        public VmFault Insert(ulong address, Page page)
        {
            {{statements}}
        }
        """,
        """
        public VmFault Insert(ulong address, Page page)
        {
            return Vm.VmfInsertPage(address, page);
        }
        """);

    [Fact]
    public Task Deletes_a_ladder_and_keeps_its_comments() => Fix.FixesAsync(
        """
        public VmFault Insert(ulong address, Page page)
        {
            int err = Vm.VmInsertPage(address, page);
            // There is room, mostly.
            {|ACQ203:if (err == -Errno.NoMem)
                return VmFault.Oom;|}
            if (err != 0)
                return VmFault.SigBus;
            return VmFault.NoPage;
        }
        """,
        """
        public VmFault Insert(ulong address, Page page)
        {
            // There is room, mostly.
            return Vm.VmfInsertPage(address, page);
        }
        """);

    [Fact]
    public Task Leaves_what_is_only_tested() => Fix.OffersNothingAsync(
        """
        public bool Insert(ulong address, Page page)
        {
            VmFault code = Vm.VmfInsertPage(address, page);
            return {|ACQ203:code < 0|};
        }
        """);

    [Fact]
    public Task Leaves_an_answer_that_is_used_for_more() => Fix.OffersNothingAsync(
        """
        public VmFault Insert(ulong address, Page page)
        {
            int err = Vm.VmInsertPage(address, page);
            Hw.Log(err.ToString());
            return {|ACQ203:(VmFault)err|};
        }
        """);

    [Fact]
    public Task Leaves_a_variable_of_any_type_that_is_compared_with_zero() => Fix.OffersNothingAsync(
        """
        public VmFault Insert(ulong address, Page page)
        {
            var err = Vm.VmInsertPage(address, page);
            Hw.Log("inserted");
            return {|ACQ203:err == 0 ? VmFault.NoPage : VmFault.SigBus|};
        }
        """);
}
