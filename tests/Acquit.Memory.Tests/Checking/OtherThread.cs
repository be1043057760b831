using System.Runtime.ExceptionServices;

namespace Acquit.Memory.Tests.Checking;

/// <summary>Runs something on a thread of its own and waits for it.</summary>
internal static class OtherThread
{
    public static void Run(Action action) => Run(() =>
    {
        action();
        return 0;
    });

    public static T Run<T>(Func<T> action)
    {
        T result = default!;
        ExceptionDispatchInfo? thrown = null;
        Thread thread = new(() =>
        {
            try
            {
                result = action();
            }
            catch (Exception exception)
            {
                thrown = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        thrown?.Throw();
        return result;
    }
}
