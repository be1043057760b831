using Xunit;
using Verify = Acquit.Tests.Verification.CSharpAnalyzerVerifier<Acquit.Analyzers.Rules.MalformedContractAnalyzer>;

namespace Acquit.Tests.Rules;

/// <summary>The releases that contracts name have to exist, and to release what was acquired.</summary>
public class NamedReleasesTests
{
    private const string Api = """
        public sealed class Card
        {
            public static Card Open() => new Card();
            public void Close() { }
            public void Reset() { }
        }
        """;

    [Theory]
    [InlineData("{|#0:Clsoe|}", "'Clsoe' is not a member of 'Card' or of what is acquired, so no release can be found by that name; did you mean 'Close'?")]
    [InlineData("{|#0:Reset|}", "'Reset' does not release 'card', but 'card-state'")]
    [InlineData("{|#0:Nothing|}", "'Nothing' is not a member of 'Card' or of what is acquired, so no release can be found by that name")]
    public Task A_file_that_names_no_release_is_reported(string name, string message)
    {
        var test = new Verify.Test { TestCode = Api };
        test.TestState.AdditionalFiles.Add(
            $"M:Card.Open\n    return acquires card releasedby {name}\nM:Card.Close\n    this releases card\nM:Card.Reset\n    this releases card-state\n");
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0).WithMessage(message));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("M:System.Runtime.InteropServices.Marshal.AllocHGlobal(System.Int32)\n    return acquires my-block releasedby {|#0:FreHGlobal|}\n", true)]
    [InlineData("M:System.Runtime.InteropServices.Marshal.AllocHGlobal(System.Int32)\n    return acquires my-block releasedby LocalFree\n", false)]
    [InlineData("M:System.Runtime.InteropServices.Marshal.AllocHGlobal(System.Int32)\n    return acquires my-block releasedby FreeHGlobal\n", false)]
    public Task Of_a_library_only_a_slip_is_reported(string file, bool isReported)
    {
        var test = new Verify.Test { TestCode = Api };
        test.TestState.AdditionalFiles.Add(file);
        if (isReported)
            test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task An_attribute_that_names_a_release_of_another_kind_is_reported() => Verify.VerifyAnalyzerAsync(
        """
        using Acquit;
        public sealed class Mm
        {
            [return: Acquires("page-pin", ReleasedBy = {|#0:nameof(Put)|})]
            public object Pin() => new();

            public void Put([Releases("page-ref")] object page) { }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithMessage("'Put' does not release 'page-pin', but 'page-ref'"));

    [Fact]
    public Task A_release_with_one_overload_for_it_or_of_what_is_implied_or_not_described_is_right() => Verify.VerifyAnalyzerAsync(
        """
        using Acquit;
        public sealed class Mm
        {
            [return: Acquires("page-pin", ReleasedBy = nameof(Put))]
            public object Pin() => new();

            [Acquires("lock-write", Implies = "lock", ReleasedBy = nameof(Unlock))]
            public void Lock() { }

            [return: Acquires("block", ReleasedBy = nameof(Free))]
            public object Take() => new();

            public void Put([Releases("page-ref")] object page) { }

            public void Put([Releases("page-pin")] object[] pages) { }

            [Releases("lock")]
            public void Unlock() { }

            public void Free(object block) { }
        }
        """);
}
