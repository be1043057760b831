using Acquit.Analyzers;
using Acquit.Tests.Verification;
using Xunit;

namespace Acquit.Tests.Flow;

/// <summary>What a helper in another file needs, its callers have to hold, through however many of them.</summary>
public class NeedsAcrossFilesTests
{
    private const string Api = """
        using Acquit;

        public sealed class Space
        {
            [Acquires("mm-lock", ReleasedBy = nameof(Unlock)), RequiresNotHeld("mm-lock")]
            public extern void Lock();

            [Releases("mm-lock")]
            public extern void Unlock();

            [RequiresHeld("mm-lock")]
            public extern int Find(ulong address);
        }
        """;

    private const string Middle = """
        public static class Middle
        {
            public static int Count(Space space) => Inner.Both(1, space);

            public static int CountLocked(Space space) => Inner.UnderLock(space);
        }
        """;

    private const string Inner = """
        public static class Inner
        {
            public static int Both(int n, Space other) => n + Innermost.One(other);

            public static int UnderLock(Space space)
            {
                space.Lock();
                int found = Innermost.One(space);
                space.Unlock();
                return found;
            }
        }

        public static class Innermost
        {
            public static int One(Space space) => space.Find(1);
        }
        """;

    [Fact]
    public Task Reported_where_the_outermost_caller_holds_nothing() => VerifyAsync("""
        public static class Outer
        {
            public static int Run(Space space) => {|ACQ301:Middle.Count(space)|};
        }
        """);

    [Fact]
    public Task Silent_where_it_holds_the_lock() => VerifyAsync("""
        public static class Outer
        {
            public static int Run(Space space)
            {
                space.Lock();
                int found = Middle.Count(space);
                space.Unlock();
                return found + Middle.CountLocked(space);
            }
        }
        """);

    [Fact]
    public Task Reported_where_it_holds_what_the_helper_takes() => VerifyAsync("""
        public static class Outer
        {
            public static int Run(Space space)
            {
                space.Lock();
                int found = Middle.Count(space) + {|ACQ302:Middle.CountLocked(space)|};
                space.Unlock();
                return found;
            }
        }
        """);

    private static Task VerifyAsync(string outer)
    {
        var test = new CSharpAnalyzerVerifier<PairingAnalyzer>.Test { TestCode = outer };
        test.TestState.Sources.Add(Middle);
        test.TestState.Sources.Add(Inner);
        test.TestState.Sources.Add(Api);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
