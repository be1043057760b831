using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Acquit.EndToEnd.Installation;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace Acquit.EndToEnd;

public partial class PackageContentTests(PackedPackages packages)
{
    // What the oldest supported compiler, Roslyn 4.5, brings along. Anything newer would not load in it.
    private static readonly Dictionary<string, Version> broughtByTheCompiler = new()
    {
        ["netstandard"] = new(2, 0, 0, 0),
        ["Microsoft.CodeAnalysis"] = new(4, 5, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp"] = new(4, 5, 0, 0),
        ["System.Collections.Immutable"] = new(6, 0, 0, 0),
        ["System.Buffers"] = new(4, 0, 3, 0),
        ["System.Memory"] = new(4, 0, 1, 2),
        ["System.Reflection.Metadata"] = new(6, 0, 0, 0),
        ["System.Runtime.CompilerServices.Unsafe"] = new(6, 0, 0, 0),
    };

    // System.Composition is not among it: [Shared] alone would need it, editors do not ask for that, and which version is
    // referenced would be up to the feed, not to us.
    private static readonly Dictionary<string, Version> broughtByTheEditor = new(broughtByTheCompiler)
    {
        // Lies beside it.
        ["Acquit.Analyzers"] = new(int.MaxValue, 0),
        ["Microsoft.CodeAnalysis.Workspaces"] = new(4, 5, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp.Workspaces"] = new(4, 5, 0, 0),
    };

    [Fact]
    public void The_analyzer_package_holds_analyzers_and_nothing_to_reference() => Assert.Equal(
        [
            "Acquit.Analyzers.nuspec",
            "README.md",
            "analyzers/dotnet/cs/Acquit.Analyzers.dll",
            "analyzers/dotnet/cs/Acquit.CodeFixes.dll",
            "build/Acquit.Analyzers.props",
            "build/Acquit.Analyzers.targets",
            "buildTransitive/Acquit.Analyzers.props",
            "buildTransitive/Acquit.Analyzers.targets",
            "configuration/default.globalconfig",
            "configuration/quiet.globalconfig",
            "configuration/strict.globalconfig",
            "icon.png",
        ],
        packages.Open("Acquit.Analyzers").Files);

    [Fact]
    public void The_contracts_package_holds_the_attributes_for_every_framework_and_as_source() => Assert.Equal(
        [
            "Acquit.Contracts.nuspec",
            "README.md",
            "build/Acquit.Contracts.targets",
            "icon.png",
            "lib/netstandard2.0/Acquit.Contracts.dll",
            "lib/netstandard2.0/Acquit.Contracts.xml",
            .. Attributes(),
        ],
        packages.Open("Acquit.Contracts").Files);

    [Fact]
    public void The_memory_package_brings_the_contracts()
    {
        Assert.Equal(
            ["Acquit.Memory.nuspec", "icon.png", "lib/net10.0/Acquit.Memory.dll", "lib/net10.0/Acquit.Memory.xml"],
            packages.Open("Acquit.Memory").Files.Where(file => !file.EndsWith("README.md", StringComparison.Ordinal)));
        Assert.Contains("Pages/README.md", packages.Open("Acquit.Memory").Files);
        var dependency = Assert.Single(packages.Open("Acquit.Memory").Elements("dependency"));
        Assert.Equal(("Acquit.Contracts", packages.Version), (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value));
    }

    [Fact]
    public void The_analyzer_package_is_a_development_dependency_that_depends_on_nothing()
    {
        Assert.Equal("true", Assert.Single(packages.Open("Acquit.Analyzers").Elements("developmentDependency")).Value);
        Assert.Empty(packages.Open("Acquit.Analyzers").Elements("dependency"));
    }

    [Theory]
    [MemberData(nameof(PackedPackages.Ids), MemberType = typeof(PackedPackages))]
    public void Every_package_says_what_it_is_and_where_it_comes_from(string package)
    {
        Assert.Equal(package, Assert.Single(packages.Open(package).Elements("id")).Value);
        Assert.Equal(packages.Version, Assert.Single(packages.Open(package).Elements("version")).Value);
        var license = Assert.Single(packages.Open(package).Elements("license"));
        Assert.Equal(("expression", "MIT"), (license.Attribute("type")!.Value, license.Value));
        Assert.NotEqual("Package Description", Assert.Single(packages.Open(package).Elements("description")).Value);
        Assert.NotEmpty(Assert.Single(packages.Open(package).Elements("tags")).Value);
        var repository = Assert.Single(packages.Open(package).Elements("repository"));
        Assert.Equal("git", repository.Attribute("type")!.Value);
        Assert.Equal(SourceTree.Home, repository.Attribute("url")!.Value);
    }

    [Theory]
    [MemberData(nameof(PackedPackages.Ids), MemberType = typeof(PackedPackages))]
    public void Every_package_has_a_readme_and_an_icon(string package)
    {
        var files = packages.Open(package).Files;
        Assert.Contains(Assert.Single(packages.Open(package).Elements("readme")).Value, files);
        var icon = packages.Open(package).Content(Assert.Single(packages.Open(package).Elements("icon")).Value);
        Assert.Equal("PNG", Encoding.ASCII.GetString(icon, 1, 3));
    }

    [Theory]
    [MemberData(nameof(PackedPackages.Ids), MemberType = typeof(PackedPackages))]
    public void A_readme_that_is_shown_without_its_repository_has_no_links_into_it(string package)
    {
        var readme = Encoding.UTF8.GetString(packages.Open(package).Content(Assert.Single(packages.Open(package).Elements("readme")).Value));
        Assert.All(
            Regex.Matches(readme, @"\]\((?<target>[^)\s]+)\)").Select(link => link.Groups["target"].Value),
            target => Assert.True(target[0] == '#' || target.StartsWith("https://", StringComparison.Ordinal), target));
    }

    [Theory]
    [MemberData(nameof(PackedPackages.Ids), MemberType = typeof(PackedPackages))]
    public void Every_assembly_of_ours_is_built_alike_everywhere_and_has_its_symbols_inside(string package)
    {
        var ours = packages.Open(package).OurAssemblies;
        Assert.NotEmpty(ours);
        Assert.All(ours, file =>
        {
            using var image = new PEReader(new MemoryStream(packages.Open(package).Content(file)));
            var entries = image.ReadDebugDirectory().Select(entry => entry.Type).ToList();
            Assert.Contains(DebugDirectoryEntryType.Reproducible, entries);
            Assert.Contains(DebugDirectoryEntryType.EmbeddedPortablePdb, entries);
        });
    }

    [Theory]
    [MemberData(nameof(PackedPackages.Ids), MemberType = typeof(PackedPackages))]
    public void Every_source_is_found_from_the_symbols(string package)
    {
        var content = packages.Open(package);
        Assert.All(content.OurAssemblies.SelectMany(file => Symbols.DocumentsOf(content.Content(file))), source => Assert.True(
            source.IsInside || AddressInACommit().IsMatch(source.Address ?? ""), source.ToString()));
    }

    [Theory]
    [InlineData("Acquit.Contracts", "lib/netstandard2.0/Acquit.Contracts")]
    [InlineData("Acquit.Memory", "lib/net10.0/Acquit.Memory")]
    public void Every_type_of_a_library_is_described_in_the_file_beside_it(string package, string library)
    {
        var content = packages.Open(package);
        using var image = new PEReader(new MemoryStream(content.Content(library + ".dll")));
        var metadata = image.GetMetadataReader();
        var types = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
            .Select(type => $"T:{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}").ToList();
        using var description = new MemoryStream(content.Content(library + ".xml"));
        var described = XDocument.Load(description).Descendants("member")
            .Where(member => !string.IsNullOrWhiteSpace(member.Element("summary")?.Value))
            .Select(member => member.Attribute("name")!.Value).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(types);
        Assert.Empty(types.Except(described));
    }

    [Fact]
    public void The_analyzers_reference_only_what_the_oldest_compiler_brings() =>
        Assert.All(ReferencesOf("Acquit.Analyzers.dll"), reference => AssertBrought(reference, broughtByTheCompiler));

    [Fact]
    public void The_fixes_reference_only_what_the_oldest_editor_brings() =>
        Assert.All(ReferencesOf("Acquit.CodeFixes.dll"), reference => AssertBrought(reference, broughtByTheEditor));

    private static void AssertBrought((string Name, Version Version) reference, Dictionary<string, Version> brought)
    {
        Assert.True(brought.TryGetValue(reference.Name, out var version), $"{reference.Name} is brought by nobody.");
        Assert.True(reference.Version <= version, $"{reference.Name} {reference.Version} is newer than {version}.");
    }

    private static IEnumerable<string> Attributes() =>
        Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(PackedPackages.Project)!, "..", "Acquit.Contracts"), "*.cs")
            .Select(file => "source/" + Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private List<(string Name, Version Version)> ReferencesOf(string assembly)
    {
        using var image = new PEReader(new MemoryStream(packages.Open("Acquit.Analyzers").Content("analyzers/dotnet/cs/" + assembly)));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences
            .Select(metadata.GetAssemblyReference)
            .Select(reference => (metadata.GetString(reference.Name), reference.Version))];
    }

    [GeneratedRegex("^https://raw.githubusercontent.com/acquit-dev/acquit/[0-9a-f]{40}/src/")]
    private static partial Regex AddressInACommit();
}
