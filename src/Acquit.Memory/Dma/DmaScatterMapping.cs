namespace Acquit.Memory;

/// <summary>A list that is mapped for a device.</summary>
/// <param name="device">The device.</param>
/// <param name="entries">The pieces of memory.</param>
/// <param name="direction">Which way.</param>
internal sealed class DmaScatterMapping(DmaDevice device, ScatterList[] entries, DmaDirection direction) : ITracked
{
    private readonly ResourceHistory history = new($"device mapping of {entries.Length} pieces from {entries[0].Page}");
    private readonly List<(DmaMapping Piece, int LastEntry)> pieces = [];

    public DmaDevice Device { get; } = device;

    public ScatterList[] Entries { get; } = entries;

    public DmaDirection Direction { get; } = direction;

    /// <summary>How many pieces the device sees.</summary>
    public int Count { get; private set; }

    ResourceHistory ITracked.History => history;

    public void Add(DmaMapping piece, int lastEntry)
    {
        pieces.Add((piece, lastEntry));
        ScatterList entry = Entries[Count++];
        entry.DmaAddress = piece.Address;
        entry.DmaLength = piece.Size;
    }

    /// <summary>The pieces that are made of the first entries only.</summary>
    public IEnumerable<DmaMapping> Covering(int nents) => pieces.Where(made => made.LastEntry < nents).Select(made => made.Piece);

    public override string ToString() => history.Name;
}
