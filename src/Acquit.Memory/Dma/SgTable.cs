namespace Acquit.Memory;

/// <summary>A list of memory for a device that knows its lengths (struct sg_table).</summary>
public sealed class SgTable : ITracked
{
    private readonly ResourceHistory history = new("sg table");

    /// <summary>The pieces; empty until allocated.</summary>
    public ScatterList[] Sgl { get; internal set; } = [];

    /// <summary>How many pieces the device sees. Mapping writes it; nobody else should.</summary>
    public int Nents { get; set; }

    /// <summary>How many pieces of memory there are. Unmapping goes by it.</summary>
    public int OrigNents { get; internal set; }

    ResourceHistory ITracked.History => history;

    /// <summary>The table in words.</summary>
    /// <returns><c>sg table of 4</c>.</returns>
    public override string ToString() => $"sg table of {OrigNents}";
}
