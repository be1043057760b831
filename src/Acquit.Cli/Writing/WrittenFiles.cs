using Acquit.Cli.Files;
using Spectre.Console;

namespace Acquit.Cli.Writing;

/// <summary>Tells which files were written, when they are in their places.</summary>
internal static class WrittenFiles
{
    public static void Write(OutputFiles outputs, Terminal terminal)
    {
        if (outputs.Files is [_, ..] files)
        {
            terminal.Line(Markup.Escape($"Written: {string.Join(", ", files.Select(file => $"{terminal.Show(file.Path)} ({file.Sort})"))}."));
        }
    }
}
