using Acquit.Tests.Robustness;
using Xunit;

namespace Acquit.Tests.Flow;

/// <summary>What runs is known only where nobody else can put something in its place.</summary>
public class ClosedWorldTests
{
    private const string Code = """
        using System;
        using System.Runtime.InteropServices;

        ATTRIBUTE internal interface ISource { IntPtr Take(); }

        internal sealed class Source : ISource { public IntPtr Take() => Marshal.AllocHGlobal(16); }

        internal static class User
        {
            internal static bool Takes(ISource source)
            {
                IntPtr block = source.Take();
                return block == IntPtr.Zero;
            }
        }
        """;

    [Theory]
    [InlineData("", true)]
    [InlineData("[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Friend\")]", false)]
    [InlineData("[ComImport, Guid(\"5C5E2B9A-7E3F-4B8F-9C1E-0A6D0B1C2D3E\")]", false)]
    public async Task Internal_interfaces_are_closed_unless_others_may_implement_them(string attribute, bool isClosed)
    {
        var reports = await Reports.OfAsync([("Code.cs", Code.Replace("ATTRIBUTE", attribute))], [], concurrent: false, TestContext.Current.CancellationToken);
        Assert.Equal(isClosed, reports.Any(r => r.Contains("ACQ101", StringComparison.Ordinal)));
    }
}
