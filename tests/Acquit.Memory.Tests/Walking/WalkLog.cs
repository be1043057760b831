namespace Acquit.Memory.Tests.Walking;

/// <summary>Callbacks that write down what they are shown, in pages from an address on.</summary>
/// <param name="origin">The address that is page 0.</param>
internal sealed class WalkLog(ulong origin)
{
    public List<string> Events { get; } = [];

    /// <summary>What <see cref="Entry"/> and <see cref="Hole"/> answer, by event.</summary>
    public Dictionary<string, int> Answers { get; } = [];

    public PageWalkEntry Entry(string name, PageWalkAction action = PageWalkAction.Subtree) =>
        (PageTableSlot _, ulong address, ulong next, ref MmWalk walk) =>
        {
            walk.Action = action;
            return Note($"{name} {Range(address, next)}");
        };

    public PageWalkHole Hole =>
        (ulong address, ulong next, int depth, ref MmWalk _) => Note($"hole@{depth} {Range(address, next)}");

    public PageWalkArea Area(string name) =>
        (ulong start, ulong end, ref MmWalk _) => Note($"{name} {Range(start, end)}");

    public PageWalkAreaDone Done => (ref MmWalk walk) => Note($"post {Range(walk.Area!.Start, walk.Area.End)}");

    public int Note(string what)
    {
        Events.Add(what);
        return Answers.GetValueOrDefault(what);
    }

    public string Range(ulong address, ulong next) =>
        $"{((long)(address - origin)) / Page.Size}+{(next - address) / Page.Size}";
}
