using Acquit.Analyzers;
using Xunit;

namespace Acquit.Tests.Flow;

/// <summary>What is made when it is asked for first, though whoever asks may give up.</summary>
public class OnceTests
{
    [Fact]
    public void It_is_made_once()
    {
        var made = 0;
        var once = new Once<string>(_ => $"{++made}");
        Assert.Equal("1", once.Get(TestContext.Current.CancellationToken));
        Assert.Equal("1", once.Get(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void That_one_gives_up_is_not_remembered()
    {
        var once = new Once<string>(token =>
        {
            token.ThrowIfCancellationRequested();
            return "made";
        });
        Assert.Throws<OperationCanceledException>(() => once.Get(new CancellationToken(canceled: true)));
        Assert.Equal("made", once.Get(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whoever_waits_may_give_up()
    {
        using var making = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var once = new Once<string>(token =>
        {
            making.Set();
            goOn.Wait(token);
            return "made";
        });
        var first = Task.Run(() => once.Get(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        making.Wait(TestContext.Current.CancellationToken);
        Assert.Throws<OperationCanceledException>(() => once.Get(new CancellationToken(canceled: true)));
        goOn.Set();
        Assert.Equal("made", await first);
    }
}
