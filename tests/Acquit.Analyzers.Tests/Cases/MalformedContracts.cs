// silent: ACQ901
using System;
using Acquit;
using Cases.Api;

namespace Cases.MalformedContracts;

public static class Mistaken
{
    public static extern int UnknownOperand([Acquires("malformed", When = "result > 0")] Page page); // ACQ901 "'result' is not a parameter of 'UnknownOperand'"

    public static extern int UnknownMember([Acquires("malformed", When = "flags has Wrte")] Page page, FollFlags flags); // ACQ901 "did you mean 'Write'?"

    public static extern int UnknownOperator([Acquires("malformed", When = "return = 0")] Page page); // ACQ901 "did you mean '=='?"

    public static extern int NotANumber([Acquires("malformed", Count = "flags")] Page[] pages, FollFlags flags); // ACQ901

    public static extern int NobodysCount([Acquires("malformed", Count = "cuont")] Page[] pages, int count); // ACQ901 "did you mean 'count'?"

    [return: Acquires("malformed")] // ACQ901 "returns nothing"
    public static extern void NoResult();

    public static extern void EmptyKind([Releases("")] Page page); // ACQ901

    public static extern void NoDelegate([RunsIn("atomic")] int number); // ACQ901

    [TellsHeld("malformed")] // ACQ901
    public static extern int NoBoolean(Page page);

    [Forbids] // ACQ901
    public static extern void ForbidsAlways(int count);

    public static extern void NoAccess([Accesses("wirte")] Page page); // ACQ901 "did you mean 'write'?"

    [OnlyIn("malformed-context"), NotIn("malformed-context")] // ACQ901
    public static extern void Contradiction();
}

public static class Understood
{
    public static int ByTheResult([Acquires("understood", When = "return >= 0", ReleasedBy = nameof(Undo))] Page page) => Hw.Start(page);

    public static void Undo([Releases("understood")] Page page) => Hw.Start(page);

    public static void ByAFlag([Acquires("understood", When = "flags has Write && flags lacks Force")] Page page, FollFlags flags) => Hw.Start(page);

    public static void ByTwo([Acquires("understood", When = "first == second")] Page page, int first, int second) => Hw.Start(page);

    public static void ByARef([Acquires("understood", When = "taken == true")] Page page, ref bool taken) => taken = Hw.Ready();

    public static int Counted([Acquires("understood", Count = "return", When = "return > 0")] Page[] pages) => Hw.Status();

    public static int CountedByANumber([Releases("understood", Count = "2")] Page[] pages) => Hw.Status();

    [NotIn("atomic", Use = nameof(Hw.Kick), Because = "It waits.")]
    public static void Advised() => Hw.Kick();

    public static void Borrowed([Borrows, Accesses("write")] Page page, [RunsIn("page-fault")] Action handler) => Hw.Start(page);

    [return: SameAs("page")]
    public static Page Same(Page page)
    {
        Hw.Start(page);
        return page;
    }

    [TellsHeld("understood")]
    public static bool Held(Page page) => Hw.Ready();

    [Forbids(When = "count < 0", Because = "Nothing is less than nothing.")]
    public static void Bounded(int count) => Hw.Log("count " + count);
}
