using Xunit;

namespace Acquit.Tests.Robustness;

/// <summary>Code that names types nobody has generated or referenced yet: what goes there may be released there.</summary>
public class UnboundCodeTests
{
    public static TheoryData<string, string> Unknown => new()
    {
        { "released through a pointer to an unbound type", "unsafe class C { bool M(object o) { Missing* p = (Missing*)Marshal.GetIUnknownForObject(o); if (p->Ask()) return true; p->Release(); return false; } }" },
        { "asked for more through such a pointer", "unsafe class C { void* M(object o) { Missing* p = (Missing*)Marshal.GetIUnknownForObject(o); var r = p->Query(out void* q); p->Release(); return q; } }" },
        { "passed to an unbound method", "class C { void M(int n) { var p = Marshal.AllocHGlobal(n); Missing.Take(p); } }" },
        { "an element of what such a pointer leads to", "unsafe class C { void M(int n) { Missing* p = (Missing*)Marshal.AllocHGlobal(n); p[1].Give(); } }" },
    };

    public static TheoryData<string, string> Known => new()
    {
        { "something else goes to an unbound method", "class C { void M(int n) { var p = Marshal.AllocHGlobal(n); Missing.Take(n); } }" },
        { "something else is reached through a pointer to an unbound type", "unsafe class C { void M(int n, Missing* m) { var p = Marshal.AllocHGlobal(n); m->Release(); } }" },
    };

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task Says_nothing(string what, string source) => Assert.Equal((what, ""), (what, await Reports(source)));

    [Theory]
    [MemberData(nameof(Known))]
    public async Task Says_what_it_knows(string what, string source) => Assert.Equal((what, "ACQ101"), (what, await Reports(source)));

    private static async Task<string> Reports(string source)
    {
        var trial = await Trial.OfAsync(source, TestContext.Current.CancellationToken);
        return string.Join(' ', trial.Reported.Select(diagnostic => diagnostic.Id).Where(id => id.StartsWith("ACQ", StringComparison.Ordinal)));
    }
}
