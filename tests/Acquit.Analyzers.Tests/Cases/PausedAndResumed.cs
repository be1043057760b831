using System;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

internal sealed class Pausing
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    public Task PauseAsync(CancellationToken token = default) => _gate.WaitAsync(token);

    public void Resume() => _gate.Release();
}

internal sealed class PausedAndResumed
{
    private readonly Func<Pausing> _find;

    public PausedAndResumed(Func<Pausing> find) => _find = find;

    public Pausing Current => _find();

    public async Task<string> WhenThere(Action reset, CancellationToken token)
    {
        try
        {
            var pausing = Current;
            if (pausing != null)
                await pausing.PauseAsync(token).ConfigureAwait(false);
            try
            {
                reset();
            }
            finally
            {
                pausing?.Resume();
            }

            await Task.Yield();
        }
        catch (Exception e)
        {
            return e.Message;
        }

        return null;
    }

    public async Task<string> WhenThereWithAnotherWay(Action reset, bool isLate, CancellationToken token)
    {
        CancellationTokenSource source = null;
        try
        {
            source = CancellationTokenSource.CreateLinkedTokenSource(token);
            if (isLate)
            {
                var pausing = Current;
                if (pausing != null)
                    await pausing.PauseAsync(source.Token).ConfigureAwait(false);
                try
                {
                    reset();
                }
                finally
                {
                    pausing?.Resume();
                }
            }

            await Task.Delay(10).ConfigureAwait(false);
            var name = _find.Method.Name;
            if (name == null)
                return "nothing";
            reset();
        }
        catch (Exception e)
        {
            if (isLate)
                reset();
            return e.Message;
        }
        finally
        {
            source?.Dispose();
        }

        return null;
    }

    public string WhenThereAtOnce(Func<SemaphoreSlim> find, Action reset, bool isLate)
    {
        try
        {
            var gate = find();
            gate.Wait();
            try
            {
                reset();
            }
            finally
            {
                GiveBack(gate);
            }

            if (isLate)
                return "late";
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }

        return null;
    }

    public string NotWhenThrown(Func<SemaphoreSlim> find, Action reset, bool isLate)
    {
        try
        {
            var gate = find();
            gate.Wait(); // ACQ101
            reset();
            GiveBack(gate);
            if (isLate)
                return "late";
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }

        return null;
    }

    private static void GiveBack(SemaphoreSlim gate) => gate.Release();
}
