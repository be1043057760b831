using System.Collections.Immutable;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Acquit.Tests.Flow;

/// <summary>
/// A jump past the taking of a lock, decided by a number that the project has answered whose contracts describe the lock: the number
/// does not tell who has it. What else might tell is left alone.
/// </summary>
public class StatusesOfReferencedProjectsTests
{
    private const string Library = """
        using Acquit;

        namespace Library;

        public sealed class Space
        {
            [Acquires("mm-write-lock", Implies = "mm-lock", ReleasedBy = nameof(WriteUnlock)), RequiresNotHeld("mm-lock")]
            public void WriteLock() { }

            [Releases("mm-write-lock")]
            public void WriteUnlock() { }

            [TellsHeld("mm-write-lock", When = "return == 1")]
            public int Holders() => 1;

            public bool IsMine() => true;

            public int Grow(int by) => by;
        }
        """;

    private const string Other = """
        namespace Other;

        public static class Board
        {
            public static int Status() => 0;
        }
        """;

    [Theory]
    [InlineData("space.Grow(1) != 0", true)]
    [InlineData("space.Holders() == 1", false)]
    [InlineData("space.IsMine()", false)]
    [InlineData("Other.Board.Status() != 0", false)]
    public async Task A_status_of_the_project_that_keeps_the_lock_does_not_tell_who_has_it(string condition, bool isReported)
    {
        var code = $$"""
            public static class Code
            {
                public static int Run(Library.Space space)
                {
                    if ({{condition}})
                        goto unlock;
                    space.WriteLock();
                    space.Grow(2);
                unlock:
                    space.WriteUnlock();
                    return 0;
                }
            }
            """;
        var compilation = Compile("Driver", code).AddReferences(Built("Library", Library), Built("Other", Other));
        var reports = await AnalyzerRun.DiagnosticsAsync(
            compilation, new([]), AllAnalyzers.Create(), CompilerDiagnostics.Errors, TestContext.Current.CancellationToken);
        Assert.Equal(isReported ? ["ACQ106"] : [], reports.Select(report => report.Id).ToImmutableArray());
    }

    private static PortableExecutableReference Built(string name, string source)
    {
        using var image = new MemoryStream();
        Assert.True(Compile(name, source).Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static CSharpCompilation Compile(string name, string source) => CSharpCompilation.Create(
        name, [CSharpSyntaxTree.ParseText(source)], ReferenceAssemblies.Contracts.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
}
