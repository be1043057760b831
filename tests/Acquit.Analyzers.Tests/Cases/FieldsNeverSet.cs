using System;
using Cases.Api;

namespace Cases;

// What runs only if something is in a field that nothing is ever put into.
internal sealed class FieldsNeverSet
{
#pragma warning disable CS0649, CS0169
    private Page _never;
    private Page _byTheWay;
    private Page _byOthers;
    private Page _byReference;
    private Action _event;
    [Obsolete("Filled by what looks for it.")]
    private Page _marked;
    private Page _made = new Page();
#pragma warning restore CS0649, CS0169

    // Reports.

    public int AsksForWhatIsPutIn()
    {
        if (_byTheWay == null)
            return -1;
        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public void PutsIn(Page page) => _byTheWay = page;

    public int AsksForWhatOthersPutIn()
    {
        if (_byOthers == null)
            return -1;
        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public static FieldsNeverSet Made(Page page) => new FieldsNeverSet { _byOthers = page };

    public int AsksForWhatIsFilled()
    {
        if (_byReference == null)
            return -1;
        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public void Fills(Page page) => Fill(ref _byReference, page);

    private static void Fill(ref Page kept, Page page) => kept = page;

    public int AsksForWhatIsAdded()
    {
        if (_event == null)
            return -1;
        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public void Adds(Action more) => _event += more;

    public int AsksForWhatIsMarked()
    {
#pragma warning disable CS0618
        if (_marked == null)
            return -1;
#pragma warning restore CS0618
        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public int AsksForWhatIsMade()
    {
        if (_made == null)
            return -1;
        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    public int AsksThatNothingIsThere()
    {
        if (_never != null)
            return -1;
        Page page = Mm.NewPage(); // ACQ101
        return Hw.Start(page);
    }

    // Silent.

    public int AsksForWhatNeverIsThere()
    {
        if (_never == null)
            return -1;
        Page page = Mm.NewPage();
        return Hw.Start(page);
    }

    public int AsksByAPattern()
    {
        if (this._never is { } found)
        {
            Page page = Mm.NewPage();
            return Hw.Start(page);
        }

        return 0;
    }

    // The only code that puts anything there has found something there.
    public int PutsInBehindTheQuestion()
    {
        if (_behindItself == null)
            return -1;
        _behindItself = Mm.NewPage();
        return 0;
    }

    public int EmptiesOnly()
    {
        if (_emptied == null)
            return -1;
        _emptied = null;
        Mm.FreePage(_emptied);
        return 0;
    }

#pragma warning disable CS0649
    private Page _behindItself;
    private Page _emptied;

    private struct Parts
    {
        public Page Never;
        public Page Filled;
        public Page Made;
    }
#pragma warning restore CS0649

    public static int OfAStructThatIsNeverFilled()
    {
        Parts parts = default;
        return Open(ref parts);
    }

    private static int Open(ref Parts parts)
    {
        if (parts.Never == null)
            return -1;
        parts.Made = Mm.NewPage();
        return -1;
    }

    public static int OfAStructThatIsFilled(Page page)
    {
        Parts parts = default;
        parts.Filled = page;
        return OpenFilled(ref parts); // ACQ101
    }

    private static int OpenFilled(ref Parts parts)
    {
        if (parts.Filled == null)
            return -1;
        parts.Made = Mm.NewPage();
        return -1;
    }
}
