using System.Text;

namespace Acquit.Cli.Files;

/// <summary>A file that is written beside its place first, and moved there whole.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly OutputKind _kind;
    private readonly string _draft;
    private readonly string _former;
    private bool _hasFormer;

    /// <param name="option">The option that names it.</param>
    /// <exception cref="CommandFailure">The file cannot be written, or there is one that must not be lost.</exception>
    public OutputFile(string option, string path, OutputKind kind)
    {
        Option = option;
        Path = path;
        Place = RealPath.Of(path);
        _kind = kind;
        var folder = System.IO.Path.GetDirectoryName(Place) ?? Place;
        var beside = System.IO.Path.Combine(folder, NameFor(System.IO.Path.GetFileName(Place)));
        _draft = beside + ".tmp";
        _former = beside + ".old";
        Attempt(() =>
        {
            EnsureReplaceable();
            if (!Directory.Exists(folder))
            {
                throw Unwritable($"there is no folder '{folder}'.", null);
            }

            if (System.IO.Path.GetFileName(Place).IndexOfAny(System.IO.Path.GetInvalidFileNameChars()) >= 0)
            {
                throw Unwritable("its name has letters that names of files cannot have.", null);
            }

            File.WriteAllBytes(_draft, []);
        });
    }

    public string Option { get; }

    /// <summary>What is written there, in a word.</summary>
    public string Sort => _kind.Name;

    /// <summary>As it was named.</summary>
    public string Path { get; }

    /// <summary>Where that leads.</summary>
    public string Place { get; }

    /// <summary>There is a file that is none of this sort, and would be lost.</summary>
    public bool ReplacesOther => File.Exists(Place) && !_kind.IsOne(Place);

    /// <summary>Whether a path leads to this file. The draft shows whether its folder tells small letters from capitals.</summary>
    public bool IsAt(string place) =>
        place == Place || (place.Equals(Place, StringComparison.OrdinalIgnoreCase) && File.Exists(System.IO.Path.ChangeExtension(_draft, ".TMP")));

    public void Write(string text) => Attempt(() => File.WriteAllText(_draft, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)));

    /// <summary>Puts what was written into its place. What was there is kept until this is disposed of.</summary>
    public void Put() => Attempt(() =>
    {
        // Somebody may have put something there meanwhile.
        EnsureReplaceable();
        if (File.Exists(Place))
        {
            File.Replace(_draft, Place, _former);
            _hasFormer = true;
        }
        else
        {
            File.Move(_draft, Place);
        }
    });

    /// <summary>Makes it as it was before it was put there.</summary>
    /// <returns>What has become of it where that cannot be done, as a sentence.</returns>
    public string? TakeBack()
    {
        try
        {
            if (_hasFormer)
            {
                File.Move(_former, Place, overwrite: true);
                _hasFormer = false;
            }
            else
            {
                File.Delete(Place);
            }

            return null;
        }
        catch (Exception mistake) when (mistake is IOException or UnauthorizedAccessException)
        {
            var former = _hasFormer ? $"what it was before is in '{_former}'" : "it was not there before";
            _hasFormer = false;
            return $"'{Path}' is written already, and {former}: {mistake.Message}";
        }
    }

    public void Dispose()
    {
        if (File.Exists(_draft))
        {
            File.Delete(_draft);
        }

        if (_hasFormer)
        {
            File.Delete(_former);
        }
    }

    // Where this fits, the name of the file itself does, and the other way round.
    private static string NameFor(string name)
    {
        var length = OperatingSystem.IsWindows() ? name.Length : Encoding.UTF8.GetByteCount(name);
        return $"acquit-{Guid.NewGuid():N}".PadRight(Math.Max(0, length - ".tmp".Length), '-');
    }

    private void EnsureReplaceable()
    {
        if (Directory.Exists(Place))
        {
            throw Unwritable("it is a folder.", null);
        }

        if (!File.Exists(Place))
        {
            return;
        }

        if (!OrdinaryFile.Is(Place))
        {
            throw Unwritable("it is no ordinary file.", null);
        }

        if ((File.GetAttributes(Place) & FileAttributes.ReadOnly) != 0)
        {
            throw Unwritable("it is read-only.", null);
        }

        if (_kind.Objection(Place) is { } objection)
        {
            throw new CommandFailure(ExitCode.BadInput, $"'{Path}' is there, and {objection}");
        }
    }

    private void Attempt(Action write)
    {
        try
        {
            write();
        }
        catch (Exception mistake) when (mistake is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(mistake.Message.Replace(_draft, Path, StringComparison.Ordinal), mistake);
        }
    }

    private CommandFailure Unwritable(string reason, Exception? cause) => new(ExitCode.BadInput, $"'{Path}' cannot be written: {reason}", cause);
}
