using Acquit.Analyzers.Contracts.Checking;
using Acquit.Analyzers.Contracts.Language;
using Xunit;

namespace Acquit.Tests.Contracts;

public class UnreleasedKindsTests
{
    [Fact]
    public void A_kind_that_is_released_under_nearly_its_name_was_mistyped()
    {
        var file = Of("vendor-handel", "vendor-handle");

        var kind = Assert.Single(UnreleasedKinds.In(ContractFileParser.Parse(file)));

        Assert.Equal("vendor-handel", file.Substring(kind.Acquired.Start, kind.Acquired.Length));
        Assert.Equal("vendor-handle", kind.Released);
    }

    [Theory]
    [InlineData("vendor-handle", "vendor-handle")]
    [InlineData("vendor-handle", "page-pin")]
    [InlineData("hglobal", "hglobals")]
    public void What_is_released_here_or_by_the_package_or_may_be_elsewhere_is_not_reported(string acquired, string released) =>
        Assert.Empty(UnreleasedKinds.In(ContractFileParser.Parse(Of(acquired, released))));

    [Fact]
    public void Two_kinds_of_similar_names_are_two_kinds() => Assert.Empty(UnreleasedKinds.In(ContractFileParser.Parse(
        Of("ring-1", "ring-2") + "M:Vendor.OpenOther\n    return acquires ring-2\n")));

    private static string Of(string acquired, string released) =>
        $"M:Vendor.Open\n    return acquires {acquired}\nM:Vendor.Close(System.Int32)\n    handle releases {released}\n";
}
