using Cases.Api;

namespace Cases;

// A reference is given back twice where it was taken once: the other one may be the caller's.
internal static class GivenBackForCallers
{
    // What the answer tells apart: with success, it takes over what the caller had.
    public static bool TakesOverWithSuccess(KObject it)
    {
        it.AddRef();
        if (it.Id < 0)
        {
            it.Release();
            return false;
        }

        it.Poke();
        it.Release();
        it.Release();
        return true;
    }

    public static bool WithSuccessOrWithout(KObject it)
    {
        it.AddRef();
        if (it.Id == 0)
        {
            it.Release();
            return true;
        }

        it.Release();
        it.Release(); // ACQ104
        return true;
    }

    // Its only caller takes one more, and leaves it to the helper.
    public static int LeavesOne(KObject it)
    {
        if (!it.TryAddRef())
            return 0;
        return EndsBoth(it);
    }

    private static int EndsBoth(KObject it)
    {
        if (!it.TryAddRef())
            return -1;
        if (it.Id < 0)
        {
            it.Release();
            return -1;
        }

        it.Release();
        it.Release();
        return it.Id > 5 ? -1 : 0;
    }

    // This one gives its own back itself.
    public static int LeavesNone(KObject it)
    {
        if (!it.TryAddRef())
            return 0;
        int code = EndsTooMany(it);
        it.Release();
        return code;
    }

    private static int EndsTooMany(KObject it)
    {
        if (!it.TryAddRef())
            return -1;
        if (it.Id < 0)
        {
            it.Release();
            return -1;
        }

        it.Release();
        it.Release(); // ACQ104
        return it.Id > 5 ? -1 : 0;
    }
}
