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
        { "a lock of this object, with an unbound call of a member", "class C { readonly SemaphoreSlim _gate = new(1); ValueTask<int> M(Missing m, bool more) { bool held = false; try { held = _gate.Wait(0); if (!held) return default; if (more) { held = false; return new ValueTask<int>(Finish(m, 1)); } return new ValueTask<int>(2); } finally { if (held) _gate.Release(); } } async Task<int> Finish(Task<int> t, int n) { await t; _gate.Release(); return n; } }" },
        { "a lock of this object, with an unbound call through this", "class C { readonly object _gate = new(); void M(Missing m, bool more) { Monitor.Enter(_gate); if (more) { this.Finish(m, 1); return; } Monitor.Exit(_gate); } void Finish(string s, int n) => Monitor.Exit(_gate); }" },
        { "a lock of the type, with an unbound call through its name", "class C { static readonly object Gate = new(); static void M(Missing m, bool more) { Monitor.Enter(Gate); if (more) { C.Finish(m, 1); return; } Monitor.Exit(Gate); } static void Finish(string s, int n) => Monitor.Exit(Gate); }" },
        { "a local, with an unbound call of a function that sees it", "class C { void M(Missing m, int n) { var p = Marshal.AllocHGlobal(n); Finish(m, 1); void Finish(string s, int k) => Marshal.FreeHGlobal(p); } }" },
        { "an answer compared with an unbound code", "class C { object M(IntPtr o, Guid a, Guid b) { int hr = Marshal.QueryInterface(o, ref a, out IntPtr p); if (hr == Missing.Ok) return new D(p); hr = Marshal.QueryInterface(o, ref b, out IntPtr q); if (hr != Missing.Ok) throw new Exception(); return new D(q); } } class D { public IntPtr P; public D(IntPtr p) => P = p; }" },
    };

    public static TheoryData<string, string> Known => new()
    {
        { "something else compared with an unbound code", "class C { void M(int n) { var p = Marshal.AllocHGlobal(n); if (n == Missing.Ok) return; Marshal.FreeHGlobal(p); } }" },
        { "something else goes to an unbound method", "class C { void M(int n) { var p = Marshal.AllocHGlobal(n); Missing.Take(n); } }" },
        { "something else is reached through a pointer to an unbound type", "unsafe class C { void M(int n, Missing* m) { var p = Marshal.AllocHGlobal(n); m->Release(); } }" },
        { "a local that an unbound member does not see", "class C { void M(Missing m, int n) { var p = Marshal.AllocHGlobal(n); Finish(m, 1); } void Finish(string s, int k) { } }" },
        { "a lock of this object, with an unbound call of something else", "class C { readonly object _gate = new(); void M(Missing m, bool more) { Monitor.Enter(_gate); if (more) { m.Finish(1); return; } Monitor.Exit(_gate); } }" },
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
