// silent: ACQ106
using System.Collections.Generic;
using Cases.Api;

namespace Cases;

// One element of an array that was filled goes into a field: of an object that others can reach, it is theirs.
internal sealed class ElementsPutIntoObjects
{
    private static Page s_page;
    private static Slot s_slot;

    private readonly Page _mine;

    internal sealed class Slot
    {
        public Page Page;
        public Page Spare { get; set; }
        public int Number;
    }

    internal struct Cell
    {
        public Page Page;
        public int Number;
    }

    internal sealed record Kept(Page Page, int Number);

    private ElementsPutIntoObjects(ulong at)
    {
        Page[] one = new Page[1];
        if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1)
            return;

        _mine = one[0];
    }

    private ElementsPutIntoObjects(ulong at, int wanted)
    {
        Page[] one = new Page[1];
        if (Mm.PinUserPagesFast(at, wanted, FollFlags.Write, one) != 1) // ACQ101
            return;

        Hw.Start(one[0]);
    }

    public static int IntoAnObjectOfTheCaller(ulong at, Slot s)
    {
        Page[] one = new Page[1];
        if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1)
            return -Errno.Fault;

        s.Page = one[0];
        return 0;
    }

    public static int OnlyANumberIntoAnObjectOfTheCaller(ulong at, Slot s)
    {
        Page[] one = new Page[1];
        if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1) // ACQ101
            return -Errno.Fault;

        s.Number = one[0].Index;
        return 0;
    }

    public static int IntoAPropertyOfTheCaller(ulong at, Slot s)
    {
        Page[] one = new Page[1];
        if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1)
            return -Errno.Fault;

        s.Spare = one[0];
        return 0;
    }

    public static int IntoAStaticField(ulong at)
    {
        Page[] one = new Page[1];
        if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1)
            return -Errno.Fault;

        s_page = one[0];
        return 0;
    }

    public static int IntoWhatAStaticFieldNames(ulong at)
    {
        Page[] one = new Page[1];
        if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1)
            return -Errno.Fault;

        s_slot.Page = one[0];
        return 0;
    }

    public static Slot IntoWhatIsReturned(ulong at)
    {
        Page[] one = new Page[1];
        if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1)
            return null;

        return new Slot { Page = one[0] };
    }

    public static Kept IntoARecordThatIsReturned(ulong at)
    {
        Page[] one = new Page[1];
        if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1)
            return null;

        return new Kept(one[0], 1);
    }

    public static Cell IntoAStructThatIsReturned(ulong at)
    {
        Page[] one = new Page[1];
        if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1)
            return default;

        return new Cell { Page = one[0], Number = 1 };
    }

    public static Cell IntoAVariableThatIsReturned(ulong at)
    {
        Page[] one = new Page[1];
        Cell cell = default;
        if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1)
            return cell;

        cell.Page = one[0];
        return cell;
    }

    public static int IntoAStructOfTheCaller(ulong at, ref Cell cell)
    {
        Page[] one = new Page[1];
        if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1)
            return -Errno.Fault;

        cell.Page = one[0];
        return 0;
    }

    public static int IntoAnObjectThatIsPutIntoAList(ulong at, List<Slot> list)
    {
        Page[] one = new Page[1];
        if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1)
            return -Errno.Fault;

        Slot slot = new Slot();
        slot.Page = one[0];
        list.Add(slot);
        return 0;
    }

    public static int IntoAnObjectOfOnesOwn(ulong at)
    {
        Page[] one = new Page[1];
        if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1) // ACQ101
            return -Errno.Fault;

        Slot slot = new Slot { Page = one[0] };
        return slot.Page.Index;
    }

    public static int IntoAStructOfOnesOwn(ulong at)
    {
        Page[] one = new Page[1];
        if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1) // ACQ101
            return -Errno.Fault;

        Cell cell = default;
        cell.Page = one[0];
        return cell.Page.Index;
    }

    public static int IntoObjectsOneByOne(ulong at, Slot[] slots)
    {
        Page[] one = new Page[1];
        for (int i = 0; i < slots.Length; i++)
        {
            if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1)
                return -Errno.Fault;

            slots[i].Page = one[0];
        }

        return 0;
    }

    public static int IntoStructsOneByOne(ulong at, Cell[] cells)
    {
        Page[] one = new Page[1];
        for (int i = 0; i < cells.Length; i++)
        {
            if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1)
                return -Errno.Fault;

            cells[i].Page = one[0];
        }

        return 0;
    }

    public static int OnlyNumbersIntoStructsOneByOne(ulong at, Cell[] cells)
    {
        Page[] one = new Page[1];
        for (int i = 0; i < cells.Length; i++)
        {
            if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1) // ACQ101
                return -Errno.Fault;

            cells[i].Number = one[0].Index;
        }

        return 0;
    }

    public static int ByAnotherName(ulong at, Slot[] slots)
    {
        Page[] one = new Page[1];
        foreach (Slot slot in slots)
        {
            if (Mm.PinUserPagesFast(at, 1, FollFlags.Write, one) != 1)
                return -Errno.Fault;

            Page page = one[0];
            slot.Page = page;
        }

        return 0;
    }

    public static int AllOrTooFewInALoop(ulong at, Slot[] nodes)
    {
        Page[] pages = new Page[8];
        if (Mm.PinUserPagesFast(at, 8, FollFlags.Write, pages) != 8) // ACQ101
            return -Errno.Fault;

        for (int i = 0; i < 8; i++)
            nodes[i].Page = pages[i];

        return 0;
    }

    public static int AllOfThemInALoopIntoStructs(ulong at, Cell[] nodes)
    {
        Page[] pages = new Page[8];
        int got = Mm.PinUserPagesFast(at, 8, FollFlags.Write, pages);
        if (got <= 0)
            return -Errno.Fault;

        for (int i = 0; i < got; i++)
            nodes[i].Page = pages[i];

        return got;
    }

    public static int AllOfThemInALoopAsNumbers(ulong at, Slot[] nodes)
    {
        Page[] pages = new Page[8];
        int got = Mm.PinUserPagesFast(at, 8, FollFlags.Write, pages); // ACQ101
        if (got <= 0)
            return -Errno.Fault;

        for (int i = 0; i < got; i++)
            nodes[i].Number = pages[i].Index;

        return got;
    }
}
