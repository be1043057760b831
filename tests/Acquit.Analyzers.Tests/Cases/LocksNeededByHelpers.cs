using System;
using Acquit;
using Cases.Api;

namespace Cases;

// A helper needs what the calls in it need; its callers are the ones to hold it.
public sealed class LocksNeededByHelpers
{
    private readonly Space _mm = new();

    public int CallerHolds(Space mm)
    {
        mm.ReadLock();
        int found = FindTwice(mm);
        mm.ReadUnlock();
        return found;
    }

    public int CallerDoesNot(Space mm) => FindTwice(mm); // ACQ301

    public int CallerGaveItBack(Space mm)
    {
        mm.ReadLock();
        mm.ReadUnlock();
        return FindTwice(mm); // ACQ301
    }

    private static int FindTwice(Space mm) => mm.Find(1) + mm.Find(2);

    public int ThroughTwo(Space mm) => Deeper(1, mm); // ACQ301

    public int ThroughTwoHeld(Space mm)
    {
        mm.WriteLock();
        int found = Deeper(1, mm);
        mm.WriteUnlock();
        return found;
    }

    private static int Deeper(int n, Space other) => n + FindTwice(other);

    public int OfItsField() => FindOwn(); // ACQ301

    public int OfItsFieldHeld()
    {
        _mm.ReadLock();
        int found = FindOwn();
        _mm.ReadUnlock();
        return found;
    }

    private int FindOwn() => _mm.Find(1);

    // It takes the lock itself.
    public int SelfSufficient(Space mm) => FindUnderLock(mm);

    public int TakesItTwice(Space mm)
    {
        mm.ReadLock();
        int found = FindUnderLock(mm); // ACQ302
        mm.ReadUnlock();
        return found;
    }

    private static int FindUnderLock(Space mm)
    {
        mm.ReadLock();
        int found = mm.Find(1);
        mm.ReadUnlock();
        return found;
    }

    public int TakenByAHelper(Space mm)
    {
        Take(mm);
        int found = mm.Find(1);
        mm.ReadUnlock();
        return found;
    }

    private static void Take(Space mm) => mm.ReadLock();

    public int ByALocalFunction(Space mm)
    {
        return Local() + Local(); // ACQ301

        int Local() => mm.Find(1);
    }

    public int ByALocalFunctionHeld(Space mm)
    {
        mm.ReadLock();
        int found = Local();
        mm.ReadUnlock();
        return found;

        int Local() => mm.Find(1);
    }

    // It gives the lock up meanwhile, and has it again at the end.
    public int GivesItUpMeanwhile(Space mm)
    {
        mm.ReadLock();
        int found = Relaxed(mm);
        mm.ReadUnlock();
        return found;
    }

    private static int Relaxed(Space mm)
    {
        int found = mm.Find(1);
        mm.ReadUnlock();
        mm.Populate(1);
        mm.ReadLock();
        return found;
    }

    public int Recursive(Space mm, int depth)
    {
        mm.ReadLock();
        int found = Descend(mm, depth);
        mm.ReadUnlock();
        return found;
    }

    public int RecursiveNotHeld(Space mm, int depth) => Descend(mm, depth); // ACQ301

    private static int Descend(Space mm, int depth)
    {
        int found = mm.Find(0);
        return depth == 0 ? found : Across(mm, depth - 1);
    }

    private static int Across(Space mm, int depth) => depth == 1 ? 0 : Descend(mm, depth - 1);
}
