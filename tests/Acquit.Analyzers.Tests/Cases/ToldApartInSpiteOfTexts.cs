using System.Runtime.CompilerServices;
using Acquit;
using Cases.Api;

namespace Cases;

// What two conditions tell of each other is still told where calls between them say where they stand.
internal static class ToldApartInSpiteOfTexts
{
    internal sealed class Areas
    {
        public extern void End(
            [Releases("vmalloc", When = "area != null")] VmArea area,
            [CallerMemberName] string member = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0);
    }

    // Reports.

    public static int BothMayBe(Areas areas, bool first, bool second)
    {
        if (first)
        {
            if (!second)
                return -1;
            areas.End(null);
        }

        if (!second)
            return -1;
        if (first)
        {
            Page page = Mm.NewPage(); // ACQ101
        }

        return 0;
    }

    // Silent.

    public static int NeverBoth(Areas areas, bool first, bool second)
    {
        if (first)
        {
            if (second)
                return -1;
            areas.End(null);
        }

        if (!second)
            return -1;
        if (first)
        {
            Page page = Mm.NewPage();
        }

        return 0;
    }
}
