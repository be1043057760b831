using System.Text.RegularExpressions;
using Acquit.Agreement.Generating;
using Acquit.Agreement.Running;

namespace Acquit.Agreement.Comparing;

/// <summary>
/// Locks and references of what the caller also reaches: a program that only takes one, or only gives one back, may be one half of a
/// pair, and the rules leave it alone. A run knows no other half.
/// </summary>
internal static class LeftToCallers
{
    private static readonly (Regex Takes, Regex Gives)[] pairs =
    [
        Pair(@"mutex\.MutexLock|mutex\.MutexTrylock", @"mutex\.MutexUnlock"),
        Pair(@"spin\.SpinLock|spin\.SpinTrylock", @"spin\.SpinUnlock"),
        Pair(@"sem\.Down", @"sem\.Up"),
        Pair(@"mm\.Mmap\w*[lL]ock(Killable)?\(", @"mm\.Mmap\w*Unlock"),
        Pair(@"kernel\.LockPage", @"kernel\.UnlockPage"),
        Pair(@"kernel\.(Try)?GetPage\(", @"kernel\.(PutPage|UnpinUserPage|FreePage)\("),
        Pair(@"FolioAddPin", @"kernel\.UnpinUserPage\(second"),
        Pair(@"mm\.Mmget|mm\.Mmgrab", @"mm\.Mmput|mm\.Mmdrop"),
    ];

    public static bool Has(PrintedDriver driver, Mishap mishap)
    {
        string at = driver.LineAt(mishap.Line);
        return pairs.Any(pair =>
            (pair.Takes.IsMatch(at) && mishap.Rule == "ACQ101" && !pair.Gives.IsMatch(driver.Text))
            || (pair.Gives.IsMatch(at) && mishap.Rule is "ACQ103" or "ACQ104" or "ACQ106" && !pair.Takes.IsMatch(driver.Text)));
    }

    private static (Regex, Regex) Pair(string takes, string gives) =>
        (new Regex(takes, RegexOptions.CultureInvariant), new Regex(gives, RegexOptions.CultureInvariant));
}
