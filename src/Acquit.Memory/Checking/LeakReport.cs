using System.Text;

namespace Acquit.Memory;

/// <summary>What is still held. As text, one line for each call that acquired something: what, how much, by whom, where.</summary>
public sealed class LeakReport
{
    internal LeakReport(IReadOnlyList<HeldResource> held) => Held = held;

    /// <summary>Everything that is held, oldest first.</summary>
    public IReadOnlyList<HeldResource> Held { get; }

    /// <summary>Whether nothing is held.</summary>
    public bool IsEmpty => Held.Count == 0;

    /// <summary>The report as text.</summary>
    /// <returns>One line for each acquiring call; a sentence that nothing is held when nothing is.</returns>
    public override string ToString()
    {
        if (IsEmpty)
        {
            return "nothing is held";
        }

        StringBuilder text = new();
        foreach (IGrouping<(string, CallSite), HeldResource> call in Held.GroupBy(held => (held.Kind, held.AcquiredAt)))
        {
            (string kind, CallSite site) = call.Key;
            string[] names = [.. call.Select(held => held.Resource)];
            const int Shown = 4;
            string what = string.Join(", ", names.Take(Shown)) + (names.Length > Shown ? ", …" : "");
            text.Append($"{call.Sum(held => (long)held.Count)} {kind} still held ({what}), acquired by {site}").Append('\n');
        }

        return text.ToString(0, text.Length - 1);
    }
}
