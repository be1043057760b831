using System.Text.RegularExpressions;
using Acquit.Agreement.Generating;
using Acquit.Agreement.Running;

namespace Acquit.Agreement.Comparing;

/// <summary>
/// Locks and references of what the caller also reaches: whoever takes one and keeps it, or gives one back that others took, may be
/// one half of a pair, and the rules speak of it only where no caller could know. A run knows no other half.
/// </summary>
internal static partial class LeftToCallers
{
    public static bool Has(PrintedDriver driver, Mishap mishap) =>
        mishap.Rule is "ACQ101" or "ACQ103" or "ACQ104" or "ACQ106" && OfCallers().IsMatch(driver.LineAt(mishap.Line));

    [GeneratedRegex(@"mm\.(Mmap\w*[lL]ock|Mmget|Mmgrab|Mmput|Mmdrop)|kernel\.\w+\((first|second)")]
    private static partial Regex OfCallers();
}
