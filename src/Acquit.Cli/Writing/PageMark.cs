using System.Text;
using Acquit.Cli.Files;

namespace Acquit.Cli.Writing;

/// <summary>Knows pages that this command has written, by a line in their head. Others may have been written by hand.</summary>
internal static class PageMark
{
    public const string Line = "<meta name=\"generator\" content=\"Acquit\">";

    private const int Head = 1024;

    public static OutputKind Kind { get; } = new("page", IsPage, path => IsPage(path) || FileBeginning.IsEmpty(path) ? null : "is no page that this command has written: it is not written over.");

    private static bool IsPage(string path) => Encoding.UTF8.GetString(FileBeginning.Of(path, Head)).Contains(Line, StringComparison.Ordinal);
}
