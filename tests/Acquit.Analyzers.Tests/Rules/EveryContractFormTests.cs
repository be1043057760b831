using Acquit.Analyzers.Contracts.Language;
using Xunit;
using Verify = Acquit.Tests.Verification.CSharpAnalyzerVerifier<Acquit.Analyzers.Rules.MalformedContractAnalyzer>;

namespace Acquit.Tests.Rules;

/// <summary>A mistake in any property of any attribute, and in any keyword after any verb, is found where it is, and hides no other.</summary>
public class EveryContractFormTests
{
    private static readonly Keyword[] flags = [Keyword.Locked, Keyword.Optional, Keyword.IfHeld, Keyword.View];

    public static TheoryData<string, string> Properties
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var verb in Enum.GetValues<Verb>())
            {
                foreach (var keyword in Enum.GetValues<Keyword>().Where(k => k != Keyword.None && !flags.Contains(k) && Vocabulary.KeywordsOf(verb).HasFlag(k)))
                {
                    data.Add(verb.ToString(), keyword.ToString());
                }
            }

            return data;
        }
    }

    public static TheoryData<string> Verbs => [.. Enum.GetNames<Verb>()];

    [Theory]
    [MemberData(nameof(Properties))]
    public Task A_mistake_in_a_property_of_an_attribute(string verb, string keyword) =>
        VerifyAttributeAsync(Attribute(verb, $"{Needed(verb, keyword)}{keyword} = {Wrong(keyword, quoted: true)}"), Place(verb));

    [Theory]
    [MemberData(nameof(Properties))]
    public Task A_mistake_in_a_value_of_a_contract_file(string verb, string keyword)
    {
        var needed = verb == nameof(Verb.Forbids) && keyword != nameof(Keyword.When) ? "when n == 0 " : "";
        return VerifyLineAsync($"{Subject(verb)} {verb.ToLowerInvariant()} {Word(verb)} {needed}{keyword.ToLowerInvariant()} {Wrong(keyword, quoted: false)}");
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public Task A_keyword_that_a_verb_does_not_have(string verb) =>
        VerifyLineAsync($"{Subject(verb)} {verb.ToLowerInvariant()} {Word(verb)} {(verb == nameof(Verb.Forbids) ? "when n == 0 " : "")}{{|#0:whne|}} n == 0");

    [Theory]
    [MemberData(nameof(Verbs))]
    public Task A_mistyped_verb(string verb) =>
        VerifyLineAsync($"{Subject(verb)} {{|#0:{verb.ToLowerInvariant()}x|}} {Word(verb)}");

    [Theory]
    [MemberData(nameof(Verbs))]
    public Task A_parameter_that_there_is_not(string verb) =>
        VerifyLineAsync($"{{|#0:objt|}} {verb.ToLowerInvariant()} {Word(verb)} {(verb == nameof(Verb.Forbids) ? "when n == 0" : "")}");

    [Theory]
    [MemberData(nameof(Verbs))]
    public Task A_verb_without_what_it_needs(string verb) => Vocabulary.SubjectOf(Enum.Parse<Verb>(verb)) is null
        ? VerifyLineAsync($"{Subject(verb)} {verb.ToLowerInvariant()} {{|#0:k|}}{(verb == nameof(Verb.Forbids) ? " when n == 0" : "")}")
        : VerifyLineAsync($"{Subject(verb)} {{|#0:{verb.ToLowerInvariant()}|}}");

    [Theory]
    [MemberData(nameof(Verbs))]
    public Task An_empty_word(string verb) => Vocabulary.SubjectOf(Enum.Parse<Verb>(verb)) is null
        ? Task.CompletedTask
        : Task.WhenAll(
            VerifyLineAsync($"{Subject(verb)} {verb.ToLowerInvariant()} {{|#0:\"\"|}}"),
            VerifyAttributeAsync($"{verb}({{|#0:\"\"|}})", Place(verb)));

    private static string Wrong(string keyword, bool quoted)
    {
        var (before, wrong, after) = keyword switch
        {
            nameof(Keyword.When) => ("", "nonsense", " > 0"),
            nameof(Keyword.Passing) => ("", "nonsense", " has Direct"),
            nameof(Keyword.Count) or nameof(Keyword.Start) or nameof(Keyword.ReleasedBy) => ("", "nonsense", ""),
            nameof(Keyword.Order) => ("", "fifo", ""),
            nameof(Keyword.Use) => ("", "Otehr", ""),
            _ => ("", "", ""),
        };
        return wrong.Length == 0 ? "{|#0:\"\"|}" : quoted ? $"\"{before}{{|#0:{wrong}|}}{after}\"" : $"{before}{{|#0:{wrong}|}}{after}";
    }

    private static string Attribute(string verb, string property) => Word(verb).Length == 0 ? $"{verb}({property})" : $"{verb}(\"{Word(verb)}\", {property})";

    private static string Needed(string verb, string keyword) => verb == nameof(Verb.Forbids) && keyword != nameof(Keyword.When) ? "When = \"n == 0\", " : "";

    private static string Word(string verb) => verb switch
    {
        nameof(Verb.Borrows) or nameof(Verb.Forbids) or nameof(Verb.MarksDirty) => "",
        nameof(Verb.Accesses) => "read",
        nameof(Verb.SameAs) or nameof(Verb.LooksUp) => "obj",
        nameof(Verb.ReplacedBy) => "Other",
        _ => "k",
    };

    private static string Subject(string verb) => Place(verb) switch
    {
        "code" => "code",
        "method" => "method",
        "return" => "return",
        _ => "obj",
    };

    private static string Place(string verb) => verb switch
    {
        nameof(Verb.RunsIn) => "code",
        nameof(Verb.OnlyIn) or nameof(Verb.NotIn) or nameof(Verb.MayRun) or nameof(Verb.ReplacedBy) => "method",
        nameof(Verb.SameAs) or nameof(Verb.LooksUp) => "return",
        _ => "obj",
    };

    private static Task VerifyAttributeAsync(string attribute, string place)
    {
        // What tells wants a Boolean result.
        var tells = attribute.StartsWith("TellsHeld", StringComparison.Ordinal);
        string At(string where) => where == place ? $"[{(where == "return" ? "return: " : "")}{attribute}] " : "";
        return RunAsync(new Verify.Test
        {
            TestCode = $$"""
                using Acquit;
                public class Page { }
                public class Port
                {
                    {{At("method")}}{{At("return")}}public {{(tells ? "bool" : "object?")}} M({{At("obj")}}object obj, int n, System.IO.FileAccess flags, {{At("code")}}System.Action code) => {{(tells ? "true" : "obj")}};
                    public void Other([Releases("k", When = "{|#1:other|} > 0")] Page page) { }
                }
                """,
        });
    }

    private static Task VerifyLineAsync(string line)
    {
        var isTold = line.Contains("tellsheld", StringComparison.Ordinal);
        var test = new Verify.Test
        {
            TestCode = $$"""
                public class Page { }
                public class Port
                {
                    public {{(isTold ? "bool" : "object?")}} M(object obj, int n, System.IO.FileAccess flags, System.Action code) => {{(isTold ? "true" : "obj")}};
                    public void Other(Page page) { }
                }
                """,
        };
        test.TestState.AdditionalFiles.Add(
            $"M:Port.M(System.Object,System.Int32,System.IO.FileAccess,System.Action)\n    {line}\n    code borrows\nM:Port.Other(Page)\n    page releases k when {{|#1:other|}} > 0\n");
        return RunAsync(test);
    }

    private static Task RunAsync(Verify.Test test)
    {
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0));
        test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(1));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
