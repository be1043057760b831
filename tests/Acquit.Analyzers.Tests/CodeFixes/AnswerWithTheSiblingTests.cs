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

    [Theory]
    [InlineData("return {|ACQ203:fail == -Fail.NoMem ? Verdict.Full : Verdict.Bad|};", "return Verdicts.OfFailure(fail);")]
    [InlineData("return {|ACQ203:fail switch { -Fail.NoMem => Verdict.Full, _ => Verdict.Bad }|};", "return Verdicts.OfFailure(fail);")]
    [InlineData("return {|ACQ203:fail == 0 ? Verdict.Done : fail == -Fail.NoMem ? Verdict.Full : Verdict.Bad|};", "return fail == 0 ? Verdict.Done : Verdicts.OfFailure(fail);")]
    [InlineData("{|ACQ203:if (fail == -Fail.NoMem)\n        return Verdict.Full;|}\n    if (fail < 0)\n        return Verdict.Bad;\n    return Verdict.Done;", "return fail == 0 ? Verdict.Done : Verdicts.OfFailure(fail);")]
    [InlineData("if (fail < 0)\n        return {|ACQ203:(Verdict)fail|};\n    return Verdicts.Decide(item);", "if (fail < 0)\n        return Verdicts.OfFailure(fail);\n    return Verdicts.Decide(item);")]
    public Task Calls_what_converts_wherever_the_code_comes_from(string statements, string mended) => Fix.FixesAsync(
        $$"""
        public Verdict Load(int item)
        {
            int fail = Verdicts.Judge(item);
            {{statements}}
        }
        """,
        $$"""
        public Verdict Load(int item)
        {
            int fail = Verdicts.Judge(item);
            {{mended}}
        }
        """);

    [Theory]
    [InlineData("return {|ACQ203:(Verdict)fail|};")]
    [InlineData("return {|ACQ203:fail == (int)Verdict.Full|} ? Verdict.Full : Verdicts.Decide(item);")]
    [InlineData("return {|ACQ203:Verdicts.Decide(item) < 0|} ? Verdict.Bad : Verdict.Done;")]
    public Task Leaves_what_may_be_success_and_what_is_only_tested(string statement) => Fix.OffersNothingAsync(
        $$"""
        public Verdict Load(int item)
        {
            int fail = Verdicts.Judge(item);
            {{statement}}
        }
        """);
}
