using System.Collections.Immutable;
using Acquit.Tests.Documentation;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Acquit.Tests.Flow;

/// <summary>That the case files show enough of every rule, of both sorts.</summary>
public class CaseCountTests
{
    private const int Enough = 10;

    private static readonly Lazy<ImmutableArray<CaseFile>> files = new(CaseFiles.All);

    public static TheoryData<string> Ids => [.. PublishedRules.Ids];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Lines_that_are_reported(string id)
    {
        var lines = files.Value.Sum(file => file.Expectations.Where(expectation => expectation.Id == id).Select(expectation => expectation.Line).Distinct().Count());
        Assert.True(lines >= Enough, $"{id} is expected on {lines} lines");
    }

    /// <summary>In files that say what they might be taken for. What declares an API has no body, and what calls nothing is nobody's business.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Methods_that_are_not(string id)
    {
        var methods = files.Value.Where(file => file.SilentAbout.Contains(id)).Sum(SilentMethods);
        Assert.True(methods >= Enough, $"{methods} methods are there for the silence of {id}");
    }

    [Fact]
    public void Only_of_rules_that_there_are() =>
        Assert.Empty(files.Value.SelectMany(file => file.SilentAbout.Concat(file.Expectations.Select(expectation => expectation.Id))).Except(PublishedRules.Ids));

    private static int SilentMethods(CaseFile file)
    {
        var reported = file.Expectations.Select(expectation => expectation.Line).ToHashSet();
        return file.Tree.GetRoot().DescendantNodes().OfType<BaseMethodDeclarationSyntax>().Count(method =>
            (method.Body ?? (SyntaxNode?)method.ExpressionBody) is { } body && body.DescendantNodes().Any(node => node is InvocationExpressionSyntax) &&
            !LinesOf(method).Any(reported.Contains));
    }

    private static IEnumerable<int> LinesOf(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return Enumerable.Range(span.StartLinePosition.Line, span.EndLinePosition.Line - span.StartLinePosition.Line + 1);
    }
}
