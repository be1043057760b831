namespace Acquit.Memory;

/// <summary>What the ledger knows of one resource: who holds it now, and who released it last. Guarded by its own monitor.</summary>
internal sealed class ResourceHistory(string name)
{
    public string Name { get; } = name;

    public List<HeldResource> Holds { get; } = [];

    /// <summary>The last release, kept after it so that a second one can be told where the first was.</summary>
    public CallSite? LastRelease { get; set; }

    /// <summary>Who acquired what <see cref="LastRelease"/> gave back.</summary>
    public CallSite? LastReleased { get; set; }
}
