using Spectre.Console;

namespace Acquit.Cli;

/// <summary>Where a command writes: what it was asked for to the output, how it gets on and what went wrong to the error stream.</summary>
/// <param name="folder">The working directory, which relative paths start from; null when it is there no longer.</param>
/// <param name="isWatched">Somebody sits in front of it: there are colours, and progress is shown.</param>
internal sealed class Terminal(TextWriter output, TextWriter error, string? folder, bool isWatched)
{
    private readonly IAnsiConsole _output = On(output, isWatched);
    private readonly IAnsiConsole _progress = On(error, isWatched);

    public string Folder => folder ?? throw new CommandFailure(ExitCode.BadInput, "The working directory does not exist any more.");

    public TextWriter Output => output;

    public TextWriter ErrorOutput => error;

    public static Terminal OfProcess()
    {
        Console.OutputEncoding = System.Text.Encoding.UTF8;
        return new Terminal(Console.Out, Console.Error, WorkingDirectory(), !Console.IsOutputRedirected && !Console.IsErrorRedirected);
    }

    /// <summary>The whole path of a file that was named on the command line.</summary>
    public string PathOf(string name)
    {
        try
        {
            return name.Length > 0 ? Path.GetFullPath(name, Folder) : throw new CommandFailure(ExitCode.BadInput, "An empty name is given where a file or folder is to be named.");
        }
        catch (ArgumentException mistake)
        {
            throw new CommandFailure(ExitCode.BadInput, $"'{name.Replace("\0", "\\0", StringComparison.Ordinal)}' is no path: {mistake.Message}", mistake);
        }
    }

    /// <summary>A path as it is easiest to read here: relative to the working directory if the file is below it.</summary>
    public string Show(string path)
    {
        var relative = Path.GetRelativePath(Folder, path);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? path : relative).Replace('\\', '/');
    }

    /// <summary>A line with colours in it, written as they are or without them.</summary>
    public void Line(string markup) => _output.MarkupLine(markup);

    public void Error(string message) => error.WriteLine("acquit: error: " + OneLine(message));

    public void Note(string message) => error.WriteLine("acquit: note: " + OneLine(message));

    /// <summary>Shows what is being done for as long as it is done.</summary>
    /// <param name="work">Is given what to call with a word on what it does now.</param>
    public Task<T> WhileAsync<T>(string first, Func<Action<string>, Task<T>> work) => isWatched
        ? _progress.Status().StartAsync(Markup.Escape(first), status => work(text => status.Status = Markup.Escape(text)))
        : work(static _ => { });

    private static string? WorkingDirectory()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (IOException)
        {
            // It has been removed. Who asks for help only does not need one.
            return null;
        }
    }

    private static string OneLine(string text) => string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IAnsiConsole On(TextWriter writer, bool isWatched)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isWatched ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isWatched ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isWatched ? InteractionSupport.Detect : InteractionSupport.No,
        });
        // Lines of code are as long as they are; where they wrap is up to the window.
        console.Profile.Width = int.MaxValue / 2;
        return console;
    }
}
