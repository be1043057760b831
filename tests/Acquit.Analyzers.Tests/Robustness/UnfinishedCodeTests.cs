using Xunit;

namespace Acquit.Tests.Robustness;

/// <summary>Code as it is while it is being typed, and syntax that the flow engine has no special knowledge of.</summary>
public class UnfinishedCodeTests
{
    public static TheoryData<string, string> Sources => new()
    {
        { "nothing", "" },
        { "a comment alone", "// GCHandle.Alloc(" },
        { "half a call", "class C { void M() { var h = System.Runtime.InteropServices.GCHandle.Alloc( } }" },
        { "half an argument list", "class C { void M(object o) { GCHandle.Alloc(o, GCHandleType. } }" },
        { "half a condition", "class C { void M(object o) { var h = GCHandle.Alloc(o); if (h.IsAllocated && ) h.Free(); } }" },
        { "a return that lacks its value", "class C { void M(object o) { var h = GCHandle.Alloc(o); if (N(o) != 0) h.Free(); } int N(object o) { o.ToString(); return; } }" },
        { "a goto to nowhere", "class C { void M(object o) { var h = GCHandle.Alloc(o); if (o == null) goto done; h.Free(); } }" },
        { "a body without an end", "class C { void M(object o) { var h = GCHandle.Alloc(o); try { h.Free();" },
        { "a handler without a try", "class C { void M(object o) { var h = GCHandle.Alloc(o); } catch { h.Free(); } }" },
        { "statements in a class", "class C { var h = GCHandle.Alloc(new object()); h.Free(); }" },
        { "two of the same method", "class C { void M(object o) { GCHandle.Alloc(o); } void M(object o) { GCHandle.Alloc(o); } }" },
        { "a class that is its own base", "class C : C { void M(object o) { var h = GCHandle.Alloc(o); } }" },
        { "a local used in its own initializer", "class C { void M() { GCHandle h = GCHandle.Alloc(h); h.Free(); } }" },
        { "statements at the top", "var h = GCHandle.Alloc(new object()); if (args.Length > 0) return; h.Free();" },
        { "an early return at the top, with functions", "var h = GCHandle.Alloc(args); F(); void F() => h.Free(); int G() { return GCHandle.Alloc(args); }" },
        { "pointers", "unsafe class C { void M(int n) { byte* p = (byte*)Marshal.AllocHGlobal(n); for (int i = 0; i < n; i++) *p++ = p[i]; Marshal.FreeHGlobal((IntPtr)p); } }" },
        { "fixed and stackalloc", "unsafe class C { void M(byte[] b) { fixed (byte* p = b) { int* q = stackalloc int[4]; q[0] = *p; var h = GCHandle.Alloc(b); if (*p == q[1]) h.Free(); } } }" },
        { "function pointers", "unsafe class C { void M(delegate*<nint, void> free) { var p = Marshal.AllocHGlobal(4); free(p); delegate*<nint, void> f = &Marshal.FreeHGlobal; f(p); } }" },
        { "generics", "class C<T> where T : struct { T[] M<U>(U u) where U : T { var a = ArrayPool<T>.Shared.Rent(4); a[0] = u; return a is U[] v ? null : a; } }" },
        { "an iterator", "class C { IEnumerable<int> M(object o) { var h = GCHandle.Alloc(o); try { yield return 1; yield break; } finally { h.Free(); } } }" },
        { "an async iterator", "class C { async IAsyncEnumerable<int> M(object o) { var h = GCHandle.Alloc(o); await foreach (var x in M(h)) yield return await x; h.Free(); } }" },
        { "await in a finally block", "class C { async Task M(object o, Task t) { var h = GCHandle.Alloc(o); try { await t; } catch when (h.IsAllocated) { await t; } finally { await t; h.Free(); } } }" },
        { "partial methods", "partial class C { partial void M(object o); partial void M(object o) { GCHandle.Alloc(o); } partial int N(object o) { return GCHandle.Alloc(o); } }" },
        { "a partial class in pieces that disagree", "partial class C { void M(object o) => GCHandle.Alloc(o); } partial struct C { void N(GCHandle h) => h.Free(); }" },
        { "a primary constructor", "class C(object o) { GCHandle h = GCHandle.Alloc(o); ~C() => h.Free(); public GCHandle H { get => h; init => h.Free(); } }" },
        { "preview syntax", "class C { object P { get => field; set { field = value; var h = GCHandle.Alloc(field); field?.M = h; } } extension(object o) { void E() => GCHandle.Alloc(o); } }" },
        { "patterns of every kind", "class C { int M(object o) { var h = GCHandle.Alloc(o); return (o, h) switch { ([1, .., var l], { IsAllocated: true }) => l, (> 1 and < 3 or not 4, _) => 1, (string { Length: var n }, var (a, b)) when n > a => b, } } }" },
        { "switch sections that fall", "class C { void M(object o, int n) { var h = GCHandle.Alloc(o); switch (n) { case 1: case > 5: h.Free(); case 2: goto case 1; default: goto case 9; } } }" },
        { "ref everything", "class C { ref GCHandle M(ref GCHandle h, in object o, out GCHandle g) { ref var r = ref (o == null ? ref h : ref g); r = GCHandle.Alloc(o); return ref r; } }" },
        { "with, ranges and interpolation", """class C { void M(int[] a) { var h = GCHandle.Alloc(a[1..^1]); var s = $"{h:X} {a with { Length = 1 }} {(a is [.. var b] ? b : a)}"; } }""" },
        { "queries", "class C { void M(object[] a) { var q = from x in a let h = GCHandle.Alloc(x) where h.IsAllocated orderby x select h into g select g.Free(); } }" },
        { "dynamic", "class C { void M(dynamic d) { var h = GCHandle.Alloc(d); d.Free(h); h.Free(d); d[h] += h; if (d || h) return; } }" },
        { "attributes that make no sense", """[Acquires, Releases(1)] class C { [Acquires("a", "b"), Releases(null)] [RunsIn(typeof(C))] extern void M(object o); void N() { M(); M(1, 2); } }""" },
        { "lambdas in lambdas", "class C { Func<object, Func<GCHandle>> f = o => () => { var h = GCHandle.Alloc(o); return () => h.Free(); }; }" },
        { "using of everything", "class C { void M(object o) { using var h = GCHandle.Alloc(o); using (h) using (var g = h) using (o as IDisposable) { lock (o) goto x; } x: await using var k = h; } }" },
        { "a field keyword and unfinished accessors", "class C { int this[int i] { get { var h = GCHandle.Alloc(this); return i > 0 ? h. : ; } set => GCHandle.FromIntPtr(value).Free(" },
        { "checked, unchecked and endless numbers", "class C { void M(int n) { var p = Marshal.AllocHGlobal(checked(n * int.MaxValue + 99999999999999999999)); if (n << 40 == -n % 0) return; Marshal.FreeHGlobal(p + ~n); } }" },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Is_read_without_a_complaint(string what, string source)
    {
        var trial = await Trial.OfAsync(source, TestContext.Current.CancellationToken);
        Assert.True(trial.Complaints.IsEmpty, $"{what}: {string.Join(Environment.NewLine, trial.Complaints)}");
    }
}
