using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Acquit.Tests.Verification;

public class RoslynVersionTests(ITestOutputHelper output)
{
    [Fact]
    public void The_compiler_that_is_loaded_is_the_one_this_project_is_for()
    {
        var wanted = Named("TestedRoslynVersion");
        var loaded = FileVersionInfo.GetVersionInfo(typeof(CSharpCompilation).Assembly.Location).ProductVersion!;
        output.WriteLine($"Roslyn {loaded}");
        Assert.StartsWith(wanted + "-", loaded + "-", StringComparison.Ordinal);
    }

    /// <summary>A version that the project names.</summary>
    internal static string Named(string key) => typeof(RoslynVersionTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == key).Value!;
}
