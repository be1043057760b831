namespace Acquit.Analyzers.Flow;

/// <summary>In which direction a loop fills an array.</summary>
internal static class Gathering
{
    /// <summary>Whether what is gathered in one world and not yet in another grows from the end of the array to its beginning.</summary>
    public static bool IsFromTheEnd(Resource gathered, World there, World here)
    {
        var isBackward = false;
        foreach (var (place, now) in there.Places.Where(p => p.Key.Kind == PlaceKind.Variable).Select(p => (p.Key, p.Value)))
        {
            if (!here.Places.TryGetValue(place, out var before) || now == before)
            {
                continue;
            }

            // The index of the next element, or the one after it: the same in both worlds.
            for (var ahead = 0; ahead <= 1; ahead++)
            {
                if (there.Facts.AreEqual(now + ahead, gathered.High) && here.Facts.AreEqual(before + ahead, gathered.Low))
                {
                    return false;
                }

                isBackward |= there.Facts.AreEqual(now + ahead, gathered.Low) && here.Facts.AreEqual(before + ahead, gathered.High);
            }
        }

        return isBackward;
    }
}
