using Acquit.Analyzers;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Acquit.Tests.CodeFixes;

/// <summary>Tests of one fix on the members of a driver.</summary>
internal static class Fixing<TFix>
    where TFix : CodeFixProvider, new()
{
    /// <summary>The members become the fixed ones, one by one and all at once, and nothing is reported about those.</summary>
    public static Task FixesAsync(string members, string fixedMembers) => Test(InClass(members), InClass(fixedMembers)).RunAsync();

    /// <summary>What is marked is reported, and the fix has nothing to offer for it.</summary>
    public static Task OffersNothingAsync(string members) => FixesAsync(members, members);

    /// <summary>As it stands, character for character: the markup of other tests knows one kind of line end.</summary>
    public static async Task RewritesAsync(string source, string fixedSource)
    {
        var state = new SolutionState { Sources = { ("Driver.cs", ""), DriverApi.Source } };
        var project = TestSolution.Create(state, Expectations.Of(state, []), ReferenceAssemblies.Contracts.References);
        var id = project.Documents.First().Id;
        project = project.Solution.WithDocumentText(id, SourceText.From(source)).GetProject(project.Id)!;
        var reported = await AnalyzerRun.DiagnosticsAsync(project, [new PairingAnalyzer()], CompilerDiagnostics.None, default);
        var choice = new CodeActionChoice(new TFix(), null, null);
        var offered = await choice.FirstAsync(project, reported, default);
        Assert.NotNull(offered);
        project = await choice.ApplyAsync(offered.Value.Action, project, default);
        Assert.Equal(fixedSource, (await project.GetDocument(id)!.GetTextAsync()).ToString());
    }

    public static CSharpCodeFixVerifier<PairingAnalyzer, TFix>.Test Test(string source, string fixedSource)
    {
        var test = new CSharpCodeFixVerifier<PairingAnalyzer, TFix>.Test { TestCode = source, FixedCode = fixedSource };
        test.TestState.Sources.Add(DriverApi.Source);
        test.FixedState.Sources.Add(DriverApi.Source);
        return test;
    }

    public static string InClass(string members)
    {
        var indented = members.Split('\n').Select(line => line.Length == 0 ? "" : line[0] == '#' ? line : "    " + line);
        return $$"""
            using System;
            using System.Buffers;
            using System.Runtime.InteropServices;
            using System.Threading;

            public class Driver
            {
            {{string.Join("\n", indented)}}
            }

            """;
    }
}
