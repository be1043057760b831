using System.Globalization;
using Acquit.Analyzers.Rules;
using Acquit.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace Acquit.Tests.Documentation;

/// <summary>What people write into their configuration and rely on. It stays as it is; what a title says may be said better.</summary>
public class PublicSurfaceTests
{
    [Fact]
    public void Ids_severities_and_meanings() => Assert.Equal(
        [
            "ACQ101 Warning Acquit.Pairing: A resource is not released on every path",
            "ACQ102 Info Acquit.Pairing: A call that throws leaves a resource behind",
            "ACQ103 Warning Acquit.Pairing: A resource is released by an API of another kind",
            "ACQ104 Warning Acquit.Pairing: A resource is released twice",
            "ACQ105 Warning Acquit.Pairing: A resource is used after its release",
            "ACQ106 Warning Acquit.Pairing: A resource is released on a path on which it was not acquired",
            "ACQ107 Warning Acquit.Pairing: More or fewer resources are released than were acquired",
            "ACQ108 Warning Acquit.Pairing: A resource is kept in a field that is never released",
            "ACQ109 Warning Acquit.Pairing: Resources that nest are released out of order",
            "ACQ201 Warning Acquit.Context: A call is made in a context it is not allowed in",
            "ACQ202 Warning Acquit.Context: A call is made outside the only context it is for",
            "ACQ203 Warning Acquit.Context: A code is turned into one of another sort by hand",
            "ACQ301 Warning Acquit.Locks: A lock that a call needs is not held",
            "ACQ302 Warning Acquit.Locks: A lock is held that a call may take itself",
            "ACQ401 Warning Acquit.Usage: An argument is one that the contract forbids",
            "ACQ402 Info Acquit.Usage: An operation is called by an older name",
            "ACQ403 Info Acquit.Usage: Resources are released one by one",
            "ACQ404 Warning Acquit.Usage: Content is not marked dirty as it was written",
            "ACQ405 Info Acquit.Usage: A member hides an API that has a contract",
            "ACQ406 Info Acquit.Usage: Content is used under a reference where a pin is meant",
            "ACQ901 Warning Acquit.Contracts: A contract cannot be understood",
            "ACQ902 Warning Acquit.Contracts: A body does otherwise than its contract says",
            "ACQ903 Hidden Acquit.Contracts: A method is too large or tangled to follow",
        ],
        AllAnalyzers.Create().SelectMany(analyzer => analyzer.SupportedDiagnostics).Distinct().OrderBy(rule => rule.Id, StringComparer.Ordinal)
            .Select(rule => $"{rule.Id} {rule.DefaultSeverity} {rule.Category}: {rule.Title.ToString(CultureInfo.InvariantCulture)}"));

    [Fact]
    public void Every_rule_is_on() => Assert.All(PublishedRules.Descriptors, rule => Assert.True(rule.IsEnabledByDefault, rule.Id));

    /// <summary>A rule is found by its name, and the tests of a fix by that of the fix.</summary>
    [Fact]
    public void One_stem_for_all_that_belongs_together()
    {
        var rules = typeof(Descriptors).Assembly.GetTypes().Where(type => type.Namespace == typeof(Descriptors).Namespace).Select(type => type.Name).ToHashSet();
        Assert.All(PublishedRules.Stems, stem => Assert.True(rules.Contains(stem) || rules.Contains(stem + "Analyzer"), stem));

        var tests = GetType().Assembly.GetTypes().Select(type => type.Name).ToHashSet();
        var fixes = typeof(Acquit.CodeFixes.ReleaseBeforeExit).Assembly.GetTypes().Where(type => type.IsDefined(typeof(ExportCodeFixProviderAttribute), inherit: false));
        Assert.All(fixes, fix => Assert.Contains(fix.Name + "Tests", tests));
    }
}
