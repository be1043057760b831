using Acquit.Analyzers.Contracts.Language;
using Xunit;

namespace Acquit.Tests.Contracts;

public class ContractFileParserTests
{
    [Fact]
    public void The_example_of_the_reference_is_read()
    {
        var file = ContractFileParser.Parse("""
            M:System.Runtime.InteropServices.GCHandle.Alloc(System.Object,System.Runtime.InteropServices.GCHandleType)
                return acquires gc-handle releasedby Free
            M:System.Runtime.InteropServices.GCHandle.Free
                this releases gc-handle
            """);

        Assert.Empty(file.Errors);
        Assert.Equal(
            ["M:System.Runtime.InteropServices.GCHandle.Alloc(System.Object,System.Runtime.InteropServices.GCHandleType)", "M:System.Runtime.InteropServices.GCHandle.Free"],
            file.Blocks.Select(block => block.Id.Text));
        var acquire = Assert.Single(file.Blocks[0].Clauses);
        Assert.Equal((SubjectKind.Return, Verb.Acquires, "gc-handle", "Free"), (acquire.Subject.Kind, acquire.Verb, acquire.Object?.Text, acquire.ReleasedBy?.Text));
        var release = Assert.Single(file.Blocks[1].Clauses);
        Assert.Equal((SubjectKind.This, Verb.Releases, "gc-handle"), (release.Subject.Kind, release.Verb, release.Object?.Text));
    }

    [Fact]
    public void Every_keyword_is_read()
    {
        var clause = Clause("""
            pages acquires page-pin when return > 0 && flags lacks Fast count return releasedby Unpin, Put enters atomic implies a,b order lifo because "say \"why\""
            """);

        Assert.Equal("return > 0 && flags lacks Fast", clause.When?.Text);
        Assert.Equal("return", clause.Count?.Text);
        Assert.Equal("Unpin, Put", clause.ReleasedBy?.Text);
        Assert.Equal("atomic", clause.Enters?.Text);
        Assert.Equal("a,b", clause.Implies?.Text);
        Assert.Equal("lifo", clause.Order?.Text);
        Assert.Equal("say \"why\"", clause.Because?.Text);
        Assert.Equal("Use.Instead", Clause("method notin atomic use Use.Instead").Use?.Text);
        Assert.True(Clause("page marksdirty locked when dirty == true").Locked);
        Assert.Equal("page-lock", Clause("page marksdirty under page-lock").Under?.Text);
        Assert.Equal("return == 0", Clause("page accesses write when return == 0").When?.Text);
        Assert.Equal("n > 1", Clause("page releases k when \"n > 1\"").When?.Text);
        Assert.Equal("Pin", Clause("pages acquires page-ref pinnedby Pin").PinnedBy?.Text);
        Assert.Equal("page-pin", Clause("this acquires notifier spares page-pin").Spares?.Text);
    }

    [Fact]
    public void What_is_read_of_several_words_has_the_place_of_them_all()
    {
        var clause = Clause("pages acquires k when return > 0 && n != 1 releasedby Unpin, Put");

        Assert.Equal(new Phrase("return > 0 && n != 1", 35, 20, Exact: true), clause.When);
        Assert.Equal(new Phrase("Unpin, Put", 67, 10, Exact: true), clause.ReleasedBy);
    }

    [Fact]
    public void What_stands_in_quotes_is_one_word_and_the_place_of_one_that_is_not_as_written_has_its_quotes()
    {
        Assert.Equal(new Phrase("a # b", 35, 5, Exact: true), Clause("page borrows because \"a # b\"").Because);
        Assert.Equal(new Phrase("a \" # b", 34, 10, Exact: false), Clause("page borrows because \"a \\\" # b\"").Because);
        Assert.Equal(("two words", "n > 1"), (Clause("page releases \"two words\" when n > 1").Object?.Text, Clause("page releases \"two words\" when n > 1").When?.Text));
    }

    [Theory]
    [InlineData("page acquires k", Verb.Acquires)]
    [InlineData("page releases k", Verb.Releases)]
    [InlineData("page consumes k", Verb.Consumes)]
    [InlineData("page borrows", Verb.Borrows)]
    [InlineData("parameters borrow", Verb.Borrows)]
    [InlineData("method runsin c", Verb.RunsIn)]
    [InlineData("method onlyin c", Verb.OnlyIn)]
    [InlineData("method notin c", Verb.NotIn)]
    [InlineData("page requiresheld k", Verb.RequiresHeld)]
    [InlineData("page requiresnotheld k", Verb.RequiresNotHeld)]
    [InlineData("flags forbids when flags has Force", Verb.Forbids)]
    [InlineData("method replacedby Other", Verb.ReplacedBy)]
    [InlineData("page accesses device-read", Verb.Accesses)]
    [InlineData("page marksdirty", Verb.MarksDirty)]
    [InlineData("return sameas page", Verb.SameAs)]
    [InlineData("this tellsheld k", Verb.TellsHeld)]
    public void Every_verb_is_read(string line, object verb) => Assert.Equal(verb, Clause(line).Verb);

    [Theory]
    [InlineData("count releases k when count > 0 count count", "count > 0", "count")]
    [InlineData("p releases k when use == because count use", "use == because", "use")]
    public void Parameters_may_be_named_like_keywords(string line, string when, string count)
    {
        var clause = Clause(line);

        Assert.Equal((when, count), (clause.When?.Text, clause.Count?.Text));
    }

    [Fact]
    public void What_today_has_to_be_passed_besides_is_read() => Assert.Equal(
        "flags has LongTerm", Clause("method replacedby Other passing flags has LongTerm because \"One name is enough.\"").Passing?.Text);

    [Theory]
    [InlineData("method borrows", SubjectKind.Method, "method")]
    [InlineData("@method borrows", SubjectKind.Parameter, "method")]
    [InlineData("@return borrows", SubjectKind.Parameter, "return")]
    public void An_at_sign_makes_a_parameter_of_a_target(string line, object kind, string name)
    {
        var subject = Clause(line).Subject;

        Assert.Equal((kind, name), (subject.Kind, subject.Phrase.Text));
    }

    [Fact]
    public void Comments_and_empty_lines_are_passed_over()
    {
        var file = ContractFileParser.Parse(
            "# of a port\r\n\r\nM:N.T.#ctor(System.Int32) # the constructor\r\n\t# a clause\r\n\tmethod acquires k # held\r\n\tmethod notin c because \"see # 3\"\r\n");

        Assert.Empty(file.Errors);
        var block = Assert.Single(file.Blocks);
        Assert.Equal("M:N.T.#ctor(System.Int32)", block.Id.Text);
        Assert.Equal([null, "see # 3"], block.Clauses.Select(clause => clause.Because?.Text));
    }

    [Theory]
    [InlineData("    return acquires k", 4, 6, "expected a documentation comment id")]
    [InlineData("N:System.IO", 0, 11, "is not a documentation comment id")]
    [InlineData("return acquires k", 0, 6, "a clause is indented")]
    [InlineData("M:N.T.Do(System.Int32, System.Int32)", 23, 13, "without blanks")]
    [InlineData("P:N.T.Size on T:N.U", 11, 2, "only a method ('M:')")]
    [InlineData("M:N.T.Do on", 9, 2, "expected the id of a type ('T:') after 'on'")]
    [InlineData("M:N.T.Do on M:N.U.Do", 12, 8, "expected the id of a type ('T:') after 'on'")]
    [InlineData("M:N.T.Do on Unit", 12, 4, "expected the id of a type ('T:') after 'on'")]
    [InlineData("M:N.T.Do\n  page", 11, 4, "expected a verb after 'page'")]
    [InlineData("M:N.T.Do\n  page aquires k", 16, 7, "'aquires' is not a verb; did you mean 'acquires'?")]
    [InlineData("M:N.T.Do\n  page Acquires k", 16, 8, "did you mean 'acquires'?")]
    [InlineData("M:N.T.Do\n  page grabs k", 16, 5, "expected one of acquires, releases")]
    [InlineData("M:N.T.Do\n  page acquires", 16, 8, "expected a kind after 'acquires'")]
    [InlineData("M:N.T.Do\n  page acquires when return > 0", 16, 8, "expected a kind after 'acquires'")]
    [InlineData("M:N.T.Do\n  method notin", 18, 5, "expected a context after 'notin'")]
    [InlineData("M:N.T.Do\n  page acquires k whem return > 0", 27, 4, "did you mean 'when'?")]
    [InlineData("M:N.T.Do\n  page releases k releasedby Put", 27, 10, "means nothing after 'releases'")]
    [InlineData("M:N.T.Do\n  page releases k count 1 count 2", 35, 5, "is said twice")]
    [InlineData("M:N.T.Do\n  page releases k count", 27, 5, "expected a value after 'count'")]
    [InlineData("M:N.T.Do\n  page releases k count n-1", 33, 3, "as the count")]
    [InlineData("M:N.T.Do\n  page releases k when n => 1", 34, 2, "expected an operator")]
    [InlineData("M:N.T.Do\n  acquires k when return > 0", 11, 8, "expected what it is about before 'acquires': 'return', 'this', 'method' or a parameter's name")]
    [InlineData("M:N.T.Do\n  borrows", 11, 7, "expected what it is about before 'borrows'")]
    [InlineData("M:N.T.Do\n  page releases k when n > 1 or n < 0", 38, 2, "tests are joined by '&&'")]
    [InlineData("M:N.T.Do\n  page releases k when n > 1 || n < 0", 38, 2, "tests are joined by '&&'")]
    [InlineData("M:N.T.Do\n  page releases k when \"n => 1\"", 35, 2, "expected an operator")]
    [InlineData("M:N.T.Do\n  page releases k because1", 27, 8, "expected one of 'when', 'count', 'because', 'ifheld'; did you mean 'because'?")]
    [InlineData("M:N.T.Do\n  page borrows k", 24, 1, "expected 'because'")]
    [InlineData("M:N.T.Do\n  page borrows because why", 32, 3, "expected a text in quotes")]
    [InlineData("M:N.T.Do\n  page borrows because \"why", 32, 4, "no closing")]
    public void A_mistake_is_told_where_it_is(string text, int start, int length, string message)
    {
        var error = Assert.Single(ContractFileParser.Parse(text).Errors);

        Assert.Equal((start, length), (error.Start, error.Length));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_silences_no_other_line()
    {
        var file = ContractFileParser.Parse("""
            M:N.T.One
                page acquires
                page releases k whem n > 1
                page releases k
            nonsense
                page borrows
                page flies
            M:N.T.Two
                page borrows
            """);

        Assert.Equal(4, file.Errors.Length);
        Assert.Equal(["M:N.T.One", "M:N.T.Two"], file.Blocks.Select(block => block.Id.Text));
        Assert.All(file.Blocks, block => Assert.Single(block.Clauses));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("M:N.T.Do(System.Int32, System.Int32)")]
    [InlineData("P:N.T.Size on T:N.U")]
    [InlineData("M:N.T.Do on")]
    [InlineData("M:N.T.Do on M:N.U.Do")]
    public void What_stands_below_a_mistaken_id_is_said_of_nothing(string id)
    {
        var file = ContractFileParser.Parse(id + "\n    page borrows\n");

        Assert.Single(file.Errors);
        Assert.Empty(file.Blocks);
    }

    [Fact]
    public void Only_of_a_clause_it_is_said_that_it_is_indented() =>
        Assert.EndsWith("and a full name", Assert.Single(ContractFileParser.Parse("N:System.IO follows").Errors).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_are_counted_alike_whatever_ends_them(string lineBreak)
    {
        var file = ContractFileParser.Parse(string.Join(
            lineBreak, "", "# of a port", "M:N.T.One", "    this acquires k", "", "M:N.T.Two", "    this releases k", ""));

        Assert.Equal([3, 6], file.Blocks.Select(block => file.LineOf(block.Id.Start)));
        Assert.Equal([4, 7], file.Blocks.Select(block => file.LineOf(block.Clauses[0].Object!.Value.Start)));
    }

    [Fact]
    public void Cut_off_anywhere_a_file_is_read_without_a_fall()
    {
        const string text = "M:N.T.#ctor(System.Int32)\r\n\tpages acquires k when return >= 0 count return releasedby A, B because \"so \\\" it\" # end\n";

        for (var length = 0; length <= text.Length; length++)
        {
            var file = ContractFileParser.Parse(text[..length]);
            Assert.All(file.Errors, error => Assert.InRange(error.Start + error.Length, 0, length));
        }
    }

    private static Clause Clause(string line)
    {
        var file = ContractFileParser.Parse("M:N.T.Do\n    " + line);
        Assert.Empty(file.Errors);
        return Assert.Single(Assert.Single(file.Blocks).Clauses);
    }
}
