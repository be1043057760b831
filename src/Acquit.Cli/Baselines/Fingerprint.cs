using System.Security.Cryptography;
using System.Text;

namespace Acquit.Cli.Baselines;

/// <summary>Names a report by what it is about: the rule, the member, and what stands there. Lines that move change nothing of that.</summary>
internal static class Fingerprint
{
    private const int Length = 24;

    public static string Of(string rule, string member, string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{rule}\n{member}\n{code}")))[..Length];
}
