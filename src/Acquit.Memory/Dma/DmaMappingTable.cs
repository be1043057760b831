namespace Acquit.Memory;

/// <summary>What one device can reach. The same memory may be mapped several times; each mapping is undone on its own.</summary>
internal sealed class DmaMappingTable
{
    private readonly Dictionary<long, List<DmaMapping>> mappings = [];

    public void Add(DmaMapping mapping)
    {
        lock (mappings)
        {
            if (!mappings.TryGetValue(mapping.Address, out List<DmaMapping>? list))
            {
                mappings[mapping.Address] = list = [];
            }

            list.Add(mapping);
        }

        mapping.AddAliases(1);
    }

    public void Remove(DmaMapping mapping)
    {
        lock (mappings)
        {
            List<DmaMapping> list = mappings[mapping.Address];
            list.Remove(mapping);
            if (list.Count == 0)
            {
                mappings.Remove(mapping.Address);
            }
        }

        mapping.AddAliases(-1);
    }

    /// <summary>The mapping at an address that fits best to how it is unmapped; null when nothing is mapped there.</summary>
    public DmaMapping? Find(long address, int size, DmaDirection direction, DmaFlavor flavor)
    {
        lock (mappings)
        {
            return mappings.GetValueOrDefault(address)?.MaxBy(mapping =>
                (mapping.Flavor == flavor ? 4 : 0) + (mapping.Size == size ? 2 : 0) + (mapping.Direction == direction ? 1 : 0));
        }
    }

    /// <summary>A mapping that covers a range, preferably one that allows a direction.</summary>
    public DmaMapping? Covering(long address, int length, DmaDirection direction)
    {
        lock (mappings)
        {
            return mappings.Values.SelectMany(list => list)
                .Where(mapping => mapping.Contains(address, length))
                .MaxBy(mapping => mapping.Allows(direction));
        }
    }
}
