using Acquit.CodeFixes;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Acquit.Tests.CodeFixes;

public class WriteTheContractDownTests
{
    [Fact]
    public Task What_is_handed_out_is_written_on_the_result() => WritesAsync(
        """
        public static IntPtr $$Allocate(int size)
        {
            return Marshal.AllocHGlobal(size);
        }
        """,
        """
        [return: Acquires("hglobal", When = "return != 0", ReleasedBy = "Marshal.FreeHGlobal")]
        public static IntPtr Allocate(int size)
        {
            return Marshal.AllocHGlobal(size);
        }
        """);

    [Fact]
    public Task What_is_given_back_is_written_on_the_parameter() => WritesAsync(
        "public static void $$Free(IntPtr block, int size) => Marshal.FreeHGlobal(block);",
        """public static void Free([Releases("hglobal", When = "block != 0")] IntPtr block, int size) => Marshal.FreeHGlobal(block);""");

    [Fact]
    public Task What_is_only_looked_at_is_said_to_be_borrowed() => WritesAsync(
        """
        public static byte[] $$Copy(byte[] data)
        {
            byte[] copy = ArrayPool<byte>.Shared.Rent(data.Length);
            data.AsSpan().CopyTo(copy);
            return copy;
        }
        """,
        """
        [return: Acquires("pooled-array", ReleasedBy = "ArrayPool.Return")]
        public static byte[] Copy([Borrows] byte[] data)
        {
            byte[] copy = ArrayPool<byte>.Shared.Rent(data.Length);
            data.AsSpan().CopyTo(copy);
            return copy;
        }
        """);

    [Fact]
    public Task Where_nothing_is_acquired_or_released_there_is_nothing_to_write() => OffersNothingAsync(
        "public static int $$Sum(int a, int b) => a + b;");

    [Fact]
    public Task A_contract_that_is_there_is_left_alone() => OffersNothingAsync(
        """
        [return: Acquires("block", ReleasedBy = nameof(Free))]
        public static IntPtr $$Allocate(int size) => Marshal.AllocHGlobal(size);

        public static void Free([Releases("block")] IntPtr block) => Marshal.FreeHGlobal(block);
        """);

    // Half a contract would deny the other half.
    [Fact]
    public Task What_no_attribute_can_say_is_not_written() => OffersNothingAsync(
        """
        private readonly object _gate = new();

        public void $$Enter() => Monitor.Enter(_gate);
        """);

    [Fact]
    public Task It_is_offered_on_the_name_only() => OffersNothingAsync(
        "public static IntPtr Allocate(int size) => $$Marshal.AllocHGlobal(size);");

    private static async Task WritesAsync(string member, string expected)
    {
        var (offered, document) = await OfferedAsync(member);
        var action = Assert.Single(offered);
        var operation = (await action.GetOperationsAsync(TestContext.Current.CancellationToken)).OfType<ApplyChangesOperation>().Single();
        var text = await operation.ChangedSolution.GetDocument(document)!.GetTextAsync(TestContext.Current.CancellationToken);
        Assert.Equal(InClass(expected), text.ToString());
    }

    private static async Task OffersNothingAsync(string member) => Assert.Empty((await OfferedAsync(member)).Offered);

    private static async Task<(List<CodeAction> Offered, Microsoft.CodeAnalysis.DocumentId Document)> OfferedAsync(string member)
    {
        var source = InClass(member);
        var place = source.IndexOf("$$", StringComparison.Ordinal);
        var state = new SolutionState { Sources = { ("Driver.cs", "") } };
        var project = TestSolution.Create(state, Expectations.Of(state, []), ReferenceAssemblies.Contracts.References);
        var id = project.Documents.Single().Id;
        var document = project.Solution.WithDocumentText(id, SourceText.From(source.Remove(place, 2))).GetDocument(id)!;
        var offered = new List<CodeAction>();
        await new WriteTheContractDown().ComputeRefactoringsAsync(
            new CodeRefactoringContext(document, new TextSpan(place, 0), offered.Add, TestContext.Current.CancellationToken));
        return (offered, id);
    }

    private static string InClass(string members) =>
        "using Acquit;\n" + Fixing<Acquit.CodeFixes.ReleaseBeforeExit>.InClass(members);
}
