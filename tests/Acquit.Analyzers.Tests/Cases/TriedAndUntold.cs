using Cases.Api;

namespace Cases;

// A reference that was tried for and asked about, with the same end whether it was got or not.
internal static class TriedAndUntold
{
    public static int GivenBackOnOneWay(KObject it, bool asked)
    {
        if (!it.TryAddRef()) // ACQ101
            return 0;
        if (asked)
            it.Release();
        return 0;
    }

    public static int ToldByTheAnswer(KObject it, bool asked)
    {
        if (!it.TryAddRef())
            return -1;
        if (asked)
            it.Release();
        return 0;
    }

    public static int NeverGivenBack(KObject it)
    {
        if (!it.TryAddRef())
            return 0;
        it.Poke();
        return 0;
    }
}
