namespace Acquit.EndToEnd.Installation;

/// <summary>The packages, made twice from the same commit: at two places, by clones that know different things of where they come from.</summary>
public sealed class PackedTwice(PackedPackages packages) : IAsyncLifetime
{
    private string feed = "";

    private string otherFeed = "";

    internal SourceTree Tree { get; private set; } = null!;

    internal PackageFile Open(string package) => OpenIn(feed, package);

    internal PackageFile OpenOther(string package) => OpenIn(otherFeed, package);

    public async ValueTask InitializeAsync()
    {
        Tree = SourceTree.CopyTo(packages.Workshop.CreateSubdirectory("clone")).AsClone(origin: null);
        feed = await Tree.PackAsync("Acquit.Package");
        var other = SourceTree.CopyTo(packages.Workshop.CreateSubdirectory("a clone of the clone")).AsClone(Tree.Folder);
        otherFeed = await other.PackAsync("Acquit.Package");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static PackageFile OpenIn(string feed, string package) => new(Directory.EnumerateFiles(feed, package + ".*.nupkg").Single());
}
