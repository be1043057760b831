using System.CommandLine;
using Acquit.Cli.Opening;

namespace Acquit.Cli.CommandLine;

/// <summary>What all commands are told about the code they look at.</summary>
internal sealed class InputOptions
{
    public Argument<string> Path { get; } = new("PATH") { Description = "A solution (.sln, .slnx, .slnf), a project (.csproj), a folder, or a single C# file (.cs)." };

    public Option<string[]> Contracts { get; } = new("--contracts")
    {
        Description = "A contract file (*.acquit.txt) that is in force besides those of the projects. May be repeated.", HelpName = "FILE",
    };

    public Option<bool> NoRestore { get; } = new("--no-restore") { Description = "Do not restore packages; fail if they have not been restored." };

    public Input Read(ParseResult parsed, Terminal terminal) => new(
        terminal.PathOf(parsed.GetRequiredValue(Path)),
        [.. (parsed.GetValue(Contracts) ?? []).Select(terminal.PathOf)],
        parsed.GetValue(NoRestore));
}
