using Acquit.Analyzers.Contracts.Reading;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Acquit.Tests.Contracts;

public class NamesInTextsTests
{
    [Fact]
    public void Mentions_of_all_names_come_in_order()
    {
        var tree = CSharpSyntaxTree.ParseText("b(a); c(b); a();");
        var names = new NamesInTexts(new NameScanner(["b"])).With(["a"]).With(["c"]);
        Assert.Equal("b@0 a@2 c@6 b@8 a@12", Found(names, tree));
    }

    [Fact]
    public void A_name_that_is_searched_for_once_more_is_mentioned_no_more_often()
    {
        var tree = CSharpSyntaxTree.ParseText("b(a); b();");
        var names = new NamesInTexts(new NameScanner(["a", "b"])).With(["b", "c"]);
        Assert.Equal("b@0 a@2 b@6", Found(names, tree));
    }

    [Fact]
    public void More_names_leave_the_search_before_as_it_was()
    {
        var tree = CSharpSyntaxTree.ParseText("b(a);");
        var before = new NamesInTexts(new NameScanner(["a"]));
        Assert.Equal("b@0 a@2", Found(before.With(["b"]), tree));
        Assert.Equal("a@2", Found(before, tree));
    }

    private static string Found(NamesInTexts names, Microsoft.CodeAnalysis.SyntaxTree tree) =>
        string.Join(" ", names.In(tree, TestContext.Current.CancellationToken).Select(hit => $"{hit.Name}@{hit.Start}"));
}
