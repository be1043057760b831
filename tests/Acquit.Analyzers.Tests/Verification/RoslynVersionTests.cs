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
        var wanted = typeof(RoslynVersionTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "TestedRoslynVersion").Value;
        var loaded = FileVersionInfo.GetVersionInfo(typeof(CSharpCompilation).Assembly.Location).ProductVersion!;
        output.WriteLine($"Roslyn {loaded}");
        Assert.StartsWith(wanted + "-", loaded + "-", StringComparison.Ordinal);
    }
}
