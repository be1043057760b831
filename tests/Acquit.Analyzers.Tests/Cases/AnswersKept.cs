using System;
using Cases.Api;

namespace Cases;

// What a variable remembers of a call's answer stays what it was, though the call may answer otherwise in the next round of a loop.
internal static class AnswersKept
{
    public static void AcrossACountedLoop(string name)
    {
        bool direct = string.IsNullOrEmpty(name.Trim());
        nint block = 0;
        if (direct)
            block = Slab.KmallocNoFail(64);
        for (int i = 0; i < 3; i++)
            Hw.Kick();
        if (direct)
            Slab.Kfree(block);
    }

    public static void AcrossALoopThatAsksAgain(System.IO.TextReader reader)
    {
        bool more = reader.Peek().Equals(1);
        nint block = 0;
        if (more)
            block = Slab.KmallocNoFail(64);
        while (reader.Peek().Equals(1))
            Hw.Kick();
        if (more)
            Slab.Kfree(block);
    }

    public static void Negated(string name)
    {
        bool copies = !name.Trim().IsNormalized();
        nint block = 0;
        if (copies)
            block = Slab.KmallocNoFail(64);
        foreach (char letter in name)
            Hw.Kick();
        if (copies)
            Slab.Kfree(block);
    }

    public static void InTwoVariables(string name)
    {
        bool direct = name.Trim().IsNormalized();
        bool release = direct;
        nint block = 0;
        if (direct)
            block = Slab.KmallocNoFail(64);
        for (int i = 0; i < 3; i++)
            Hw.Kick();
        if (release)
            Slab.Kfree(block);
    }

    public static void NotGivenBackAfterTheLoop(string name)
    {
        bool direct = name.Trim().IsNormalized();
        nint block = 0;
        if (direct)
            block = Slab.KmallocNoFail(64); // ACQ101
        for (int i = 0; i < 3; i++)
            Hw.Kick();
        if (!direct)
            Slab.Kfree(block);
    }

    public static void AskedAnewInTheLoop(string name)
    {
        bool direct = name.Trim().IsNormalized();
        nint block = 0;
        if (direct)
            block = Slab.KmallocNoFail(64); // ACQ101
        for (int i = 0; i < 3; i++)
            direct = name.Trim().IsNormalized();
        if (direct && name.Length > 3)
            Slab.Kfree(block);
    }
}
