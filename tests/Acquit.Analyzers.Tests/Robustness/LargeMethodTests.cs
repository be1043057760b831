using Xunit;

namespace Acquit.Tests.Robustness;

/// <summary>Tests that measure time: while they run, no others do.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Methods far larger than people write: code generators do, and nothing may overflow or hang over them.</summary>
[Collection(nameof(Alone))]
public class LargeMethodTests
{
    public static TheoryData<string, string> Bodies => new()
    {
        { "2,000 operands of ||", $"if ({Repeat(2000, i => $"n == {i}", " || ")}) return; h.Free();" },
        { "2,000 operands of &&", $"if ({Repeat(2000, i => $"n != {i}", " && ")}) return; h.Free();" },
        { "2,000 operands of |", $"bool b = {Repeat(2000, i => $"n == {i}", " | ")}; if (b) return; h.Free();" },
        { "2,000 operands of + with numbers", $"n = {Repeat(2000, _ => "n", " + ")}; if (n > 0) h.Free();" },
        { "2,000 operands of + with texts", $"string s = {Repeat(2000, i => $"\"x\" + n", " + ")}; if (s == null) h.Free();" },
        { "an or of conditions doubled 60 times", $"bool b = n > 0; {Repeat(60, i => $"b = (b | n == {i}) & (b | n != {i + 1});", " ")} if (b) h.Free();" },
        { "a sum doubled 60 times", $"int k = n; {Repeat(60, _ => "k = k + k;", " ")} if (k > 0) h.Free();" },
        { "a product doubled 40 times", $"int k = n; {Repeat(40, _ => "k *= k;", " ")} if (k > 0) h.Free();" },
        { "a handle of a number doubled 40 times", $"nint k = n; {Repeat(40, _ => "k = (k ^ k) * (k | 3);", " ")} GCHandle.FromIntPtr(k).Free(); h.Free();" },
        { "500 nested blocks", Nested(500, "{") + "h.Free();" + Nested(500, "}") },
        { "150 nested ifs", Nested(150, "if (n > 0) {") + "h.Free();" + Nested(150, "}") },
        { "100 nested loops", Nested(100, "while (n-- > 0) {") + "h.Free();" + Nested(100, "}") },
        { "60 nested try-finally", Nested(60, "try {") + "h.Free();" + Nested(60, "} finally { n++; }") },
        { "60 nested try-catch", Nested(60, "try {") + "h.Free();" + Nested(60, "} catch (Exception) { n++; }") },
        { "200 calls one on the other", $"var s = new System.Text.StringBuilder(); s{Repeat(200, i => $".Append({i})", "")}; h.Free();" },
        { "a switch of 1,000 cases", $"switch (n) {{ {Repeat(1000, i => $"case {i}: n++; break;", " ")} }} h.Free();" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Is_read_without_a_complaint(string what, string body)
    {
        var trial = await Trial.OfAsync(
            $"class C {{ void M(int n, object o) {{ var h = GCHandle.Alloc(o); {body} }} }}", TestContext.Current.CancellationToken);
        Assert.True(trial.Complaints.IsEmpty, $"{what}: {string.Join(Environment.NewLine, trial.Complaints)}");
    }

    [Fact]
    public async Task Too_many_branches_and_resources_are_given_up_on_and_that_is_said()
    {
        var acquires = Repeat(200, i => $"var h{i} = GCHandle.Alloc(o);", "\n");
        var branches = Repeat(2000, i => $"if (a[{i}] > n) {{ if (h{i % 200}.IsAllocated) h{i % 200}.Free(); n += {i}; }}", "\n");
        var trial = await Trial.OfAsync(
            $"class C {{ void M(int n, int[] a, object o) {{ {acquires} {branches} }} }}", TestContext.Current.CancellationToken, TimeSpan.FromSeconds(1));
        Assert.True(trial.Complaints.IsEmpty, string.Join(Environment.NewLine, trial.Complaints));
        Assert.Equal("ACQ903", Assert.Single(trial.Reported).Id);
    }

    private static string Repeat(int times, Func<int, string> part, string between) =>
        string.Join(between, Enumerable.Range(0, times).Select(part));

    private static string Nested(int depth, string part) => string.Concat(Enumerable.Repeat(part, depth));
}
