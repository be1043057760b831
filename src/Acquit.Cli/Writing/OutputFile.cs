using System.Text;

namespace Acquit.Cli.Writing;

/// <summary>A file that is written beside its place first, and moved there whole.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string _draft;

    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public OutputFile(string path)
    {
        Path = path;
        _draft = $"{path}.{Guid.NewGuid():N}.tmp";
        if (Directory.Exists(path))
        {
            throw new CommandFailure(ExitCode.BadInput, $"'{path}' cannot be written: it is a folder.");
        }

        if (System.IO.Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
        {
            throw new CommandFailure(ExitCode.BadInput, $"'{path}' cannot be written: there is no folder '{folder}'.");
        }

        Attempt(() => File.WriteAllBytes(_draft, []));
    }

    public string Path { get; }

    public void Write(string text) => Attempt(() => File.WriteAllText(_draft, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)));

    public void Commit() => Attempt(() => File.Move(_draft, Path, overwrite: true));

    public void Dispose() => File.Delete(_draft);

    private void Attempt(Action write)
    {
        try
        {
            write();
        }
        catch (Exception mistake) when (mistake is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"'{Path}' cannot be written: {mistake.Message.Replace(_draft, Path, StringComparison.Ordinal)}", mistake);
        }
    }
}
