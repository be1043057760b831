using Xunit;
using Fix = Acquit.Tests.CodeFixes.Fixing<Acquit.CodeFixes.CallTheSibling>;

namespace Acquit.Tests.CodeFixes;

public class CallTheSiblingTests
{
    private const string Operations = """
        public VmOperations Operations => new() { Fault = OnFault, Mmap = OnMmap };

        """;

    private const string Mmap = """

        private int OnMmap(ulong address) => 0;
        """;

    [Fact]
    public Task Changes_the_name_where_the_answer_is_of_the_same_type() => Fix.FixesAsync(
        """
        private readonly Spinlock _lock = new();

        public int Run(byte[] target, ulong source)
        {
            _lock.Lock();
            int left = {|ACQ201:User.Copy(target, source /* user */)|};
            left += {|ACQ201:User.Copy(target, source)|};
            _lock.Unlock();
            return left;
        }
        """,
        """
        private readonly Spinlock _lock = new();

        public int Run(byte[] target, ulong source)
        {
            _lock.Lock();
            int left = User.CopyInAtomic(target, source /* user */);
            left += User.CopyInAtomic(target, source);
            _lock.Unlock();
            return left;
        }
        """);

    [Fact]
    public Task Changes_the_name_where_the_answer_is_ignored() => FixesHandlerAsync(
        """
        private VmFault OnFault(FaultInfo vmf)
        {
            {|ACQ201:Vm.VmInsertPage(vmf.Address, vmf.Page)|};
            return VmFault.NoPage;
        }
        """,
        """
        private VmFault OnFault(FaultInfo vmf)
        {
            Vm.VmfInsertPage(vmf.Address, vmf.Page);
            return VmFault.NoPage;
        }
        """);

    [Theory]
    [InlineData("return {|ACQ201:Vm.VmInsertPage(vmf.Address, vmf.Page)|} == 0 ? VmFault.NoPage : VmFault.SigBus;")]
    [InlineData("return Vm.ToFault({|ACQ201:Vm.VmInsertPage(vmf.Address, vmf.Page)|});")]
    [InlineData("return (VmFault)({|ACQ201:Vm.VmInsertPage(vmf.Address, vmf.Page)|});")]
    [InlineData("return {|ACQ201:Vm.VmInsertPage(vmf.Address, vmf.Page)|} switch { 0 => VmFault.NoPage, -Errno.NoMem => VmFault.Oom, _ => VmFault.SigBus };")]
    public Task Hands_on_what_was_converted_in_one_expression(string statement) => FixesHandlerAsync(
        $$"""
        private VmFault OnFault(FaultInfo vmf)
        {
            {{statement}}
        }
        """,
        """
        private VmFault OnFault(FaultInfo vmf)
        {
            return Vm.VmfInsertPage(vmf.Address, vmf.Page);
        }
        """);

    [Fact]
    public Task Hands_on_what_was_converted_in_statements() => FixesHandlerAsync(
        """
        private VmFault OnFault(FaultInfo vmf)
        {
            Hw.Log("fault");
            int err = {|ACQ201:Vm.VmInsertPage(vmf.Address, vmf.Page)|};
            // Nobody else gets it.
            if (err == -Errno.NoMem)
                return VmFault.Oom;

            if (err != 0)
            {
                return VmFault.SigBus;
            }

            return VmFault.NoPage;
        }
        """,
        """
        private VmFault OnFault(FaultInfo vmf)
        {
            Hw.Log("fault");
            // Nobody else gets it.
            return Vm.VmfInsertPage(vmf.Address, vmf.Page);
        }
        """);

    [Fact]
    public Task Hands_on_what_was_converted_by_a_switch_over_a_variable_declared_above() => FixesHandlerAsync(
        """
        private VmFault OnFault(FaultInfo vmf)
        {
            int err;
            Hw.Log("fault");
            err = {|ACQ201:Vm.VmInsertPage(vmf.Address, vmf.Page)|};
            switch (err)
            {
                case 0:
                    return VmFault.NoPage;
                case -Errno.NoMem:
                    return VmFault.Oom;
                default:
                    return VmFault.SigBus;
            }
        }
        """,
        """
        private VmFault OnFault(FaultInfo vmf)
        {
            Hw.Log("fault");
            return Vm.VmfInsertPage(vmf.Address, vmf.Page);
        }
        """);

    [Fact]
    public Task Hands_on_what_was_tested_at_once() => FixesHandlerAsync(
        """
        private VmFault OnFault(FaultInfo vmf)
        {
            if ({|ACQ201:Vm.VmInsertPage(vmf.Address, vmf.Page)|} != 0)
                return VmFault.SigBus;

            return VmFault.NoPage;
        }
        """,
        """
        private VmFault OnFault(FaultInfo vmf)
        {
            return Vm.VmfInsertPage(vmf.Address, vmf.Page);
        }
        """);

    [Fact]
    public Task Mends_the_handler_that_is_an_expression_and_the_one_that_is_for_mmap() => Fix.FixesAsync(
        """
        public VmOperations Operations => new() { Fault = OnFault, Mmap = OnMmap };

        private readonly Page _page = new();

        private VmFault OnFault(FaultInfo vmf) => {|ACQ201:Vm.VmInsertPage(vmf.Address, vmf.Page)|} < 0 ? VmFault.SigBus : VmFault.NoPage;

        private int OnMmap(ulong address)
        {
            var fault = {|ACQ202:Vm.VmfInsertPage(address, _page)|};
            return fault == VmFault.NoPage ? 0 : -Errno.Fault;
        }
        """,
        """
        public VmOperations Operations => new() { Fault = OnFault, Mmap = OnMmap };

        private readonly Page _page = new();

        private VmFault OnFault(FaultInfo vmf) => Vm.VmfInsertPage(vmf.Address, vmf.Page);

        private int OnMmap(ulong address)
        {
            return Vm.VmInsertPage(address, _page);
        }
        """);

    [Fact]
    public Task Offers_nothing_where_the_error_path_does_more_than_convert() => OffersNothingInHandlerAsync(
        """
        private VmFault OnFault(FaultInfo vmf)
        {
            int err = {|ACQ201:Vm.VmInsertPage(vmf.Address, vmf.Page)|};
            if (err != 0)
            {
                Hw.Log("insert failed: " + err);
                return VmFault.SigBus;
            }

            return VmFault.NoPage;
        }
        """);

    [Fact]
    public Task Offers_nothing_where_there_is_no_sibling() => OffersNothingInHandlerAsync(
        """
        private VmFault OnFault(FaultInfo vmf)
        {
            {|ACQ201:Vm.RemapRange(vmf.Address, 1)|};
            return VmFault.NoPage;
        }
        """);

    [Fact]
    public Task Changes_what_a_helper_answers_and_what_its_callers_make_of_it() => FixesHandlerAsync(
        """
        private VmFault OnFault(FaultInfo vmf)
        {
            if (vmf.Address == 0)
                return VmFault.SigBus;

            return Vm.ToFault({|ACQ201:Insert(vmf)|});
        }

        // Puts the page in.
        private static int Insert(FaultInfo vmf) => Vm.VmInsertPage(vmf.Address, vmf.Page);
        """,
        """
        private VmFault OnFault(FaultInfo vmf)
        {
            if (vmf.Address == 0)
                return VmFault.SigBus;

            return Insert(vmf);
        }

        // Puts the page in.
        private static VmFault Insert(FaultInfo vmf) => Vm.VmfInsertPage(vmf.Address, vmf.Page);
        """);

    [Fact]
    public Task Returns_the_errno_that_was_a_fault_code_in_passing() => Fix.FixesAsync(
        """
        public VmOperations Operations => new() { Mmap = OnMmap };

        private readonly Page[] _pages = new Page[4];

        private int OnMmap(ulong address)
        {
            for (int i = 0; i < _pages.Length; i++)
            {
                VmFault code = {|ACQ202:Vm.VmfInsertPage(address, _pages[i])|};
                if (code != VmFault.NoPage)
                    return -Errno.Fault;
            }

            return 0;
        }
        """,
        """
        public VmOperations Operations => new() { Mmap = OnMmap };

        private readonly Page[] _pages = new Page[4];

        private int OnMmap(ulong address)
        {
            for (int i = 0; i < _pages.Length; i++)
            {
                int code = Vm.VmInsertPage(address, _pages[i]);
                if (code != 0)
                    return code;
            }

            return 0;
        }
        """);

    [Fact]
    public Task Offers_nothing_where_another_caller_of_the_helper_wants_the_errno() => Fix.OffersNothingAsync(
        """
        public VmOperations Operations => new() { Fault = OnFault, Mmap = OnMmap };

        private readonly Page _page = new();

        private VmFault OnFault(FaultInfo vmf) => Vm.ToFault({|ACQ201:Insert(vmf.Address)|});

        private int OnMmap(ulong address) => Insert(address);

        private int Insert(ulong address) => Vm.VmInsertPage(address, _page);
        """);

    private static Task FixesHandlerAsync(string members, string fixedMembers) =>
        Fix.FixesAsync(Operations + "\n" + members + "\n" + Mmap, Operations + "\n" + fixedMembers + "\n" + Mmap);

    private static Task OffersNothingInHandlerAsync(string members) => FixesHandlerAsync(members, members);
}
