using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.MSBuild;

namespace Acquit.Cli.Opening;

/// <summary>Asks the build what the projects are made of.</summary>
internal sealed class ProjectLoading : IDisposable, IProgress<ProjectLoadProgress>
{
    private static readonly TimeSpan grace = TimeSpan.FromSeconds(2);

    private readonly MSBuildWorkspace _workspace;
    private readonly Action<string> _tell;
    private readonly ConcurrentQueue<string> _failures = new();

    /// <param name="tell">Is told which project is being opened.</param>
    public ProjectLoading(BuildFolder folder, Action<string> tell)
    {
        _tell = tell;
        _workspace = MSBuildWorkspace.Create(folder.Properties.ToDictionary());
        _workspace.SkipUnrecognizedProjects = true;
    }

    public async Task<ImmutableArray<Project>> OpenSolutionAsync(string path, SolutionFile file, CancellationToken cancellationToken)
    {
        // A project in another language is left out, and no failure.
        using var failed = _workspace.RegisterWorkspaceFailedHandler(failed => Note(failed.Diagnostic, file.Others));
        var solution = await OpenAsync(path, () => _workspace.OpenSolutionAsync(path, this, cancellationToken), cancellationToken);
        var named = file.Projects.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. solution.Projects.Where(project => named.Contains(project.FilePath!)).OrderBy(project => project.FilePath, StringComparer.Ordinal)];
    }

    public async Task<ImmutableArray<Project>> OpenProjectsAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        using var failed = _workspace.RegisterWorkspaceFailedHandler(failed => Note(failed.Diagnostic, []));
        foreach (var path in paths)
        {
            // One that another one refers to is there already.
            if (_workspace.CurrentSolution.Projects.All(project => project.FilePath != path))
            {
                await OpenAsync(path, () => _workspace.OpenProjectAsync(path, this, cancellationToken), cancellationToken);
            }
        }

        return [.. _workspace.CurrentSolution.Projects.Where(project => paths.Contains(project.FilePath)).OrderBy(project => project.FilePath, StringComparer.Ordinal)];
    }

    public void Report(ProjectLoadProgress value) => _tell(value.FilePath);

    public void Dispose() => _workspace.Dispose();

    private async Task<T> OpenAsync<T>(string path, Func<Task<T>> open, CancellationToken cancellationToken)
    {
        try
        {
            var opened = await BrokenOffAsync(open(), cancellationToken);
            return _failures.TryPeek(out var failure) ? throw NotOpened(path, failure, null) : opened;
        }
        catch (Exception mistake) when (mistake is not (OperationCanceledException or CommandFailure))
        {
            // Whatever a build of somebody else's project may fail with.
            throw NotOpened(path, mistake.Message, mistake);
        }
    }

    // A build that is in the middle of something does not hear, and is left to itself: its process ends when that is done.
    private static async Task<T> BrokenOffAsync<T>(Task<T> opening, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource();
        await using var told = cancellationToken.Register(() => late.CancelAfter(grace));
        return await opening.WaitAsync(late.Token);
    }

    private static CommandFailure NotOpened(string path, string reason, Exception? cause) =>
        new(ExitCode.NotOpened, $"'{path}' cannot be opened: {reason}", cause);

    private void Note(WorkspaceDiagnostic diagnostic, IReadOnlyList<string> others)
    {
        if (diagnostic.Kind == WorkspaceDiagnosticKind.Failure && !others.Any(other => diagnostic.Message.Contains(other, StringComparison.Ordinal)))
        {
            _failures.Enqueue(diagnostic.Message);
        }
    }
}
