namespace Acquit.Cli.Writing;

/// <summary>The files that a command is to write: all of them whole in the end, or none touched.</summary>
internal sealed class OutputFiles : IDisposable
{
    private readonly List<OutputFile> _files = [];

    /// <summary>Makes sure that a file can be written; null for none.</summary>
    public OutputFile? Reserve(string? path)
    {
        if (path is null)
        {
            return null;
        }

        if (_files.Exists(other => other.Path == path))
        {
            throw new CommandFailure(ExitCode.BadInput, $"'{path}' is named twice: one file would overwrite the other.");
        }

        var file = new OutputFile(path);
        _files.Add(file);
        return file;
    }

    /// <summary>Puts what was written in the places of the files.</summary>
    public void Commit() => _files.ForEach(file => file.Commit());

    public void Dispose() => _files.ForEach(file => file.Dispose());
}
