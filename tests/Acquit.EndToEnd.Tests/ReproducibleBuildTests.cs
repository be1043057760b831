using Acquit.EndToEnd.Installation;

namespace Acquit.EndToEnd;

/// <summary>What is packed depends on the sources, and not on who packs them and where.</summary>
public sealed class ReproducibleBuildTests(PackedTwice packed) : IClassFixture<PackedTwice>
{
    [Theory]
    [MemberData(nameof(PackedPackages.Ids), MemberType = typeof(PackedPackages))]
    public void Two_clones_of_a_commit_give_the_same_bytes(string package)
    {
        var (one, other) = (packed.Open(package), packed.OpenOther(package));
        Assert.Equal(one.Files, other.Files);
        Assert.NotEmpty(one.OurAssemblies);
        Assert.All(one.Files, file => Assert.True(one.Content(file).AsSpan().SequenceEqual(other.Content(file)), file));
    }

    [Theory]
    [MemberData(nameof(PackedPackages.Ids), MemberType = typeof(PackedPackages))]
    public void The_symbols_lead_to_the_commit_although_the_clone_knows_no_remote(string package)
    {
        var content = packed.Open(package);
        foreach (var file in content.OurAssemblies)
        {
            var sources = Symbols.DocumentsOf(content.Content(file));
            var linked = sources.Where(source => !source.IsInside).ToList();
            Assert.NotEmpty(linked);
            Assert.All(linked, source =>
            {
                var home = SourceTree.AddressOf(SourceTree.Commit);
                Assert.StartsWith(home, source.Address, StringComparison.Ordinal);
                Assert.True(File.Exists(Path.Combine(packed.Tree.Folder, source.Address![home.Length..])), source.ToString());
            });
            // What the build writes itself is in no commit.
            Assert.All(linked, source => Assert.DoesNotContain("/obj/", source.Path, StringComparison.Ordinal));
            Assert.Contains(sources, source => source.IsInside);
        }
    }

    [Theory]
    [MemberData(nameof(PackedPackages.Ids), MemberType = typeof(PackedPackages))]
    public void No_symbol_names_a_folder_of_the_machine(string package)
    {
        var content = packed.Open(package);
        Assert.All(content.OurAssemblies.SelectMany(file => Symbols.DocumentsOf(content.Content(file))), source =>
            Assert.True(source.Path.StartsWith("/_/", StringComparison.Ordinal) || !Path.IsPathRooted(source.Path), source.Path));
    }

    [Theory]
    [MemberData(nameof(PackedPackages.Ids), MemberType = typeof(PackedPackages))]
    public void The_package_names_the_commit(string package)
    {
        var repository = Assert.Single(packed.Open(package).Elements("repository"));
        Assert.Equal((SourceTree.Home, SourceTree.Commit), (repository.Attribute("url")!.Value, repository.Attribute("commit")!.Value));
    }

    [Fact]
    public async Task Sources_without_a_repository_of_their_own_are_inside_the_symbols_and_claim_no_commit()
    {
        // In somebody else's repository, whose commits they are none of.
        var tree = SourceTree.CopyTo(Directory.CreateDirectory(Path.Combine(packed.Tree.Folder, "unpacked")));
        var feed = await tree.PackAsync("Acquit.Contracts");

        var content = new PackageFile(Assert.Single(Directory.EnumerateFiles(feed)));
        var sources = Symbols.DocumentsOf(content.Content(Assert.Single(content.OurAssemblies)));
        Assert.Contains(sources, source => source.Path.EndsWith("/src/Acquit.Contracts/AcquiresAttribute.cs", StringComparison.Ordinal));
        // Folders have numbers instead of names.
        Assert.All(sources, source => Assert.Matches("^/_[0-9]*/", source.Path));
        Assert.All(sources, source => Assert.True(source is { IsInside: true, Address: null }, source.ToString()));
        Assert.Null(Assert.Single(content.Elements("repository")).Attribute("commit"));
    }
}
