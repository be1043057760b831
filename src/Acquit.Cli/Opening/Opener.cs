using Microsoft.CodeAnalysis;

namespace Acquit.Cli.Opening;

/// <summary>Opens what a path leads to. Nothing is written into its folders.</summary>
internal static class Opener
{
    public static async Task<OpenedCode> OpenAsync(Input input, Terminal terminal, CancellationToken cancellationToken)
    {
        var code = CodeBase.Find(input.Path);
        var opened = code is CodeBase.Loose loose
            ? LooseFiles.Open(loose, cancellationToken)
            : await terminal.WhileAsync("Opening…", tell => OpenAsync(code, input, terminal, tell, cancellationToken));
        try
        {
            foreach (var project in opened.Projects)
            {
                await UnreadFiles.EnsureRulesAsync(project, cancellationToken);
            }

            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static async Task<OpenedCode> OpenAsync(
        CodeBase code, Input input, Terminal terminal, Action<string> tell, CancellationToken cancellationToken)
    {
        var aside = new BuildFolder();
        try
        {
            var solution = code is CodeBase.Solution named ? await SolutionFile.ReadAsync(named.File, cancellationToken) : null;
            var files = solution?.Projects ?? ((CodeBase.Projects)code).Files;
            if (await Restoration.FirstMissingAsync(files, code.Folder, aside, cancellationToken) is { } first)
            {
                if (input.NoRestore)
                {
                    throw new CommandFailure(ExitCode.NotOpened, $"'{terminal.Show(first)}' has not been restored; run 'dotnet restore', or leave out --no-restore.");
                }

                foreach (var target in code is CodeBase.Solution whole ? [whole.File] : files)
                {
                    tell($"Restoring {terminal.Show(target)}…");
                    await Restoration.RunAsync(target, aside, cancellationToken);
                }
            }

            var loaded = new ProjectLoading(aside, path => tell($"Opening {terminal.Show(path)}…"));
            try
            {
                var projects = code is CodeBase.Solution opened
                    ? await loaded.OpenSolutionAsync(opened.File, solution!, cancellationToken)
                    : await loaded.OpenProjectsAsync(files, cancellationToken);
                foreach (var skipped in solution?.Others ?? [])
                {
                    terminal.Note($"'{terminal.Show(skipped)}' is no C# project, and was left out.");
                }

                var name = Path.GetFileNameWithoutExtension(files.Count == 1 || code is CodeBase.Solution ? input.Path.TrimEnd('/', '\\') : code.Folder);
                return new OpenedCode(name, OpenedCode.RootOf(code.Folder), projects, AreLoose: false, loaded, aside);
            }
            catch
            {
                loaded.Dispose();
                throw;
            }
        }
        catch
        {
            aside.Dispose();
            throw;
        }
    }
}
