using System.Reflection;

namespace Acquit.Memory;

/// <summary>The members that can be made to fail: calls of the layer that answer something, and the halves of pinning.</summary>
internal static class InjectableNames
{
    private static readonly HashSet<string> names =
    [
        MmStruct.FastHalf,
        MmStruct.SlowHalf,
        .. from method in (MethodInfo[])
           [
               .. typeof(KernelMemory).GetMethods(), .. typeof(MmStruct).GetMethods(), .. typeof(DmaDevice).GetMethods(),
               .. typeof(AddressSpace).GetMethods(), .. typeof(KernelMutex).GetMethods(), .. typeof(RwSemaphore).GetMethods(),
               .. typeof(Spinlock).GetMethods(),
           ]
           where !method.IsStatic && !method.IsSpecialName && method.ReturnType != typeof(void)
               && method.GetBaseDefinition().DeclaringType != typeof(object)
           select method.Name,
    ];

    /// <summary>A name that stands for nothing would never fail, and the test that relies on it would pass.</summary>
    public static void Check(string api)
    {
        ArgumentNullException.ThrowIfNull(api);
        if (!names.Contains(api))
        {
            string nearest = names.MinBy(name => (Distance(api, name), name))!;
            throw new ArgumentException($"'{api}' is no member that can be made to fail; the nearest is '{nearest}'", nameof(api));
        }
    }

    /// <summary>How many letters have to be put in, left out or changed.</summary>
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int changed = diagonal + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
