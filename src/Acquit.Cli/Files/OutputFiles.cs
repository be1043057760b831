namespace Acquit.Cli.Files;

/// <summary>The files that a command is to write: all of them whole in the end, or none touched.</summary>
internal sealed class OutputFiles : IDisposable
{
    private readonly List<OutputFile> _files = [];
    private readonly List<(string Option, string Place)> _read = [];

    /// <summary>What was reserved, in that order.</summary>
    public IReadOnlyList<OutputFile> Files => _files;

    /// <summary>Takes note of a file that the command line names to be read: it is not written over.</summary>
    public void Spare(string option, string path) => _read.Add((option, RealPath.Of(path)));

    /// <summary>Makes sure that a file can be written, and that nothing is lost by it.</summary>
    public OutputFile Reserve(string option, string path, OutputKind kind)
    {
        var place = RealPath.Of(path);
        var other = _read.Find(file => file.Place == place).Option ?? _files.Find(file => file.IsAt(place))?.Option;
        if (other is not null)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{other} and {option} both name '{path}': what is written there would overwrite the other.");
        }

        var file = new OutputFile(option, path, kind);
        _files.Add(file);
        return file;
    }

    /// <summary>Refuses to write over a file of the code that is looked at.</summary>
    public void SpareCode(IEnumerable<string> files)
    {
        // What earlier runs have written is no loss, though a project may have taken it up.
        if (_files.Where(file => file.ReplacesOther).ToList() is not [_, ..] others)
        {
            return;
        }

        var places = files.Select(RealPath.Of).ToHashSet();
        if (others.Find(file => places.Contains(file.Place)) is { } named)
        {
            throw new CommandFailure(ExitCode.BadInput, $"'{named.Path}' belongs to the code that is looked at; {named.Option} would overwrite it.");
        }
    }

    /// <summary>Puts what was written in the places of the files. Where one cannot be put there, the others are taken back.</summary>
    public void Commit()
    {
        var put = new Stack<OutputFile>();
        try
        {
            foreach (var file in _files)
            {
                file.Put();
                put.Push(file);
            }
        }
        catch (CommandFailure mistake)
        {
            var stuck = put.Select(file => file.TakeBack()).OfType<string>().ToList();
            throw stuck.Count == 0 ? mistake : new CommandFailure(mistake.Code, $"{mistake.Message} {string.Join(" ", stuck)}", mistake);
        }
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());
}
