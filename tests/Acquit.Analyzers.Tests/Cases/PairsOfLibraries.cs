using System;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// What is usually left as it is for good: native libraries, and callbacks of tokens.
internal sealed class PairsOfLibraries
{
    private static readonly IntPtr gpu = NativeLibrary.Load("gpu");
    private CancellationTokenRegistration _registration;

    public static IntPtr LoadedForGood()
    {
        IntPtr library = NativeLibrary.Load("gpu");
        return NativeLibrary.GetExport(library, "open");
    }

    public static bool FreedOnOnePathOnly(string name)
    {
        IntPtr library = NativeLibrary.Load(name); // ACQ101
        if (!NativeLibrary.TryGetExport(library, "open", out _))
            return false;

        NativeLibrary.Free(library);
        return true;
    }

    public static bool IsThere(string name)
    {
        if (!NativeLibrary.TryLoad(name, out IntPtr library))
            return false;

        NativeLibrary.Free(library);
        return true;
    }

    public static bool FreedThoughItIsNotThere(string name)
    {
        if (!NativeLibrary.TryLoad(name, out IntPtr library))
        {
            NativeLibrary.Free(library); // ACQ106
            return false;
        }

        NativeLibrary.Free(library);
        return true;
    }

    public static void FreedTwice(string name)
    {
        IntPtr library = NativeLibrary.Load(name);
        NativeLibrary.Free(library);
        NativeLibrary.Free(library); // ACQ104
    }

    public static IntPtr ExportTakenAfterTheFree(string name)
    {
        IntPtr library = NativeLibrary.Load(name);
        NativeLibrary.Free(library);
        return NativeLibrary.GetExport(library, "open"); // ACQ105
    }

    public static void FreedLikeMemory(string name)
    {
        IntPtr library = NativeLibrary.Load(name);
        Marshal.FreeHGlobal(library); // ACQ103
    }

    // Freed only when it is of no use.
    public static IntPtr LoadedIfItFits(string name)
    {
        IntPtr library = NativeLibrary.Load(name);
        if (!NativeLibrary.TryGetExport(library, "open", out IntPtr open))
        {
            NativeLibrary.Free(library);
            return IntPtr.Zero;
        }

        return open;
    }

    public static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == "gpu" && NativeLibrary.TryLoad("libgpu.so.1", assembly, path, out IntPtr library) ? library : IntPtr.Zero;

    public static IntPtr LoadWrapped(string name) => NativeLibrary.Load(name);

    public static IntPtr LoadedForGoodByAHelper()
    {
        IntPtr library = LoadWrapped("gpu");
        return NativeLibrary.GetExport(library, "open");
    }

    public static IntPtr Open() => NativeLibrary.GetExport(gpu, "open");

    public static void ToldWhenItIsOver(CancellationToken token, Action stop) => token.Register(stop);

    public static async Task<int> UntilItIsOver(CancellationToken token, TaskCompletionSource<int> result)
    {
        using (token.Register(() => result.TrySetCanceled()))
            return await result.Task;
    }

    public static async Task<int> UntilItIsOverAsynchronously(CancellationToken token, TaskCompletionSource<int> result)
    {
        await using CancellationTokenRegistration registration = token.Register(() => result.TrySetCanceled());
        return await result.Task;
    }

    public static void TakenBackOnOnePathOnly(CancellationToken token, Action stop, Func<bool> run)
    {
        CancellationTokenRegistration registration = token.Register(stop); // ACQ101
        if (!run())
            return;

        registration.Dispose();
    }

    public static void TakenBackTwice(CancellationToken token, Action stop, Func<bool> run)
    {
        using CancellationTokenRegistration registration = token.Register(stop);
        if (run())
            registration.Dispose();
    }

    public static bool TakenBackOnFailure(CancellationToken token, Action stop, Func<bool> start)
    {
        CancellationTokenRegistration registration = token.Register(stop);
        if (!start())
        {
            registration.Dispose();
            return false;
        }

        return true;
    }

    public static Task<int> TakenBackLater(CancellationToken token, TaskCompletionSource<int> result, bool quick)
    {
        CancellationTokenRegistration registration = token.Register(() => result.TrySetCanceled());
        if (quick)
        {
            registration.Dispose();
            return null;
        }

        result.Task.ContinueWith(_ => registration.Dispose());
        return result.Task;
    }

    public void Kept(CancellationToken token, Action stop)
    {
        _registration.Dispose();
        _registration = token.Register(stop);
    }

    public static void RegisteredIfItCan(CancellationToken token, Action stop, Action run)
    {
        CancellationTokenRegistration registration = default;
        if (token.CanBeCanceled)
            registration = token.UnsafeRegister(s => ((Action)s)(), stop);

        try
        {
            run();
        }
        finally
        {
            registration.Dispose();
        }
    }
}
