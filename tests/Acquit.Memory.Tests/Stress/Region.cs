namespace Acquit.Memory.Tests.Stress;

/// <summary>A range of a process that was mapped, and may not be any more.</summary>
internal sealed record Region(MmStruct Mm, ulong Address, int Pages)
{
    public ulong Length => (ulong)Pages * Page.Size;

    /// <summary>Some pages of it.</summary>
    public (ulong Start, int Count) Part(Random random, int most = 24)
    {
        int first = random.Next(Pages);
        return (Address + ((ulong)first * Page.Size), random.Next(1, Math.Min(most, Pages - first) + 1));
    }
}
