using System;
using Cases.Api;

namespace Cases;

internal sealed class Opened : IDisposable
{
    public nint Handle;

    public void Dispose()
    {
        if (Handle != 0)
            Handles.Close(Handle);
    }
}

internal struct OpenedAsStruct : IDisposable
{
    public nint Handle;

    public void Dispose()
    {
        if (Handle != 0)
        {
            Handles.Close(Handle);
            Handle = 0;
        }
    }
}

internal static class EndedThoughNotOpened
{
    // What a call leaves behind that failed, the object looks at itself.
    public static int InAUsing()
    {
        using var opened = new Opened();
        if (Handles.Open("a", out opened.Handle) != 0)
            return -Errno.Fault;
        return Handles.Read(opened.Handle);
    }

    public static int InAFinally()
    {
        var opened = new Opened();
        try
        {
            if (Handles.Open("a", out opened.Handle) != 0)
                return -Errno.Fault;
            return Handles.Read(opened.Handle);
        }
        finally
        {
            opened.Dispose();
        }
    }

    public static int InAStruct()
    {
        var opened = default(OpenedAsStruct);
        try
        {
            return Handles.Open("a", out opened.Handle) != 0 ? -Errno.Fault : Handles.Read(opened.Handle);
        }
        finally
        {
            opened.Dispose();
        }
    }

    public static int ByHand()
    {
        if (Handles.Open("a", out nint handle) != 0)
        {
            Handles.Close(handle); // ACQ106
            return -Errno.Fault;
        }

        Handles.Close(handle);
        return 0;
    }
}
