namespace Acquit.Analyzers;

/// <summary>
/// Something that is made when it is asked for first, with the token of whoever asks. That one asker gives up leaves it to the
/// next: it is never remembered that somebody was cancelled. Safe to use from several threads.
/// </summary>
internal sealed class Once<T>
    where T : class
{
    private readonly SemaphoreSlim _making = new(1, 1);
    private readonly Func<CancellationToken, T> _make;
    private volatile T? _made;

    public Once(Func<CancellationToken, T> make) => _make = make;

    /// <summary>Begins to make it beside whatever else goes on; who asks meanwhile waits for that.</summary>
    /// <remarks>If it fails, the next who asks comes to the same, and is told.</remarks>
    public void Begin(CancellationToken cancellationToken) => Task.Run(() => Get(cancellationToken), cancellationToken)
        .ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    public T Get(CancellationToken cancellationToken)
    {
        if (_made is { } made)
        {
            return made;
        }

        _making.Wait(cancellationToken);
        try
        {
            return _made ??= _make(cancellationToken);
        }
        finally
        {
            _making.Release();
        }
    }
}
