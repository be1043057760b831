using Acquit;
using Cases.Codes.Api;

namespace Cases.Codes;

// Codes become others by hand, wherever they come from.
internal sealed class CodesByHand
{
    private readonly Disk _disk = new();

    public Outcome Conditional(int block)
    {
        int err = _disk.Undescribed(block);
        return err == -Err.NoMemory ? Outcome.NoMemory : Outcome.Bad; // ACQ203 "A code of the sort 'error-number' is turned into one of 'outcome' by hand; 'OfFailure' does the same"
    }

    public Outcome WithSuccess(int block)
    {
        int err = _disk.Load(block);
        return err == 0 ? Outcome.Done : err == -Err.NoMemory ? Outcome.NoMemory : Outcome.Bad; // ACQ203
    }

    public Outcome SwitchExpression(int block) => _disk.Load(block) switch // ACQ203 "'OfInsert' does the same"
    {
        0 or -Err.Busy => Outcome.Done,
        -Err.NoMemory => Outcome.NoMemory,
        _ => Outcome.Bad,
    };

    public Outcome Ladder(int block)
    {
        int err = Prepare(block);
        if (err == -Err.NoMemory) // ACQ203
            return Outcome.NoMemory;
        if (err < 0)
            return Outcome.Bad;
        return Outcome.Done;
    }

    public Outcome LadderThatGoesOn(int block)
    {
        int err = Prepare(block);
        if (err == -Err.NoMemory) // ACQ203
            return Outcome.NoMemory;
        if (err < 0)
            return Outcome.Bad;

        _disk.Log("prepared");
        return _disk.Fault(block);
    }

    public Outcome SwitchStatement(int block)
    {
        int err = Prepare(block);
        switch (err) // ACQ203
        {
            case 0:
                return Outcome.Done;
            case -Err.NoMemory:
                return Outcome.NoMemory;
            default:
                return Outcome.Bad;
        }
    }

    public Outcome WithinTheTest(int block)
    {
        int err = Prepare(block);
        if (err < 0)
        {
            _disk.Log("not prepared");
            return err == -Err.NoMemory ? Outcome.NoMemory : Outcome.Bad; // ACQ203
        }

        return _disk.Fault(block);
    }

    private static Outcome Helper(int error) => error is -Err.NoMemory ? Outcome.NoMemory : Outcome.Bad; // ACQ203

    public Outcome ByHelper(int block) => Helper(Prepare(block));

    public Outcome Cast(int block)
    {
        int err = Prepare(block);
        if (err < 0)
            return (Outcome)err; // ACQ203 "A code of the sort 'error-number' is cast to one of 'outcome', whose numbers mean other things; 'OfFailure' turns one into the other"
        return _disk.Fault(block);
    }

    public Outcome CastOfAProperty() => (Outcome)_disk.LastError; // ACQ203

    public Outcome CastOfAConstant(bool known) => known ? _disk.Fault(0) : unchecked((Outcome)(-Err.Fault)); // ACQ203

    public void CastOfAParameter([Carries("error-number")] int error) => _disk.Log(((Outcome)error).ToString()); // ACQ203

    public int Reverse(int block)
    {
        Outcome outcome = _disk.Fault(block);
        if ((outcome & Outcome.NoMemory) != 0) // ACQ203 "turned into one of 'error-number' by hand; 'ToNumber' does the same"
            return -Err.NoMemory;
        if ((outcome & Outcome.Bad) != 0)
            return -Err.Fault;
        return 0;
    }

    public int ReverseSwitch(Outcome outcome) => outcome switch // ACQ203
    {
        Outcome.NoMemory => -Err.NoMemory,
        Outcome.Bad or Outcome.Poison => -Err.Fault,
        _ => 0,
    };

    public bool NeverNegative(int block) => _disk.Fault(block) < 0; // ACQ203 "A code of the sort 'outcome' is never negative"

    public bool NeverNegativeNumber(int block)
    {
        int err = (int)_disk.Fault(block);
        return err < 0; // ACQ203
    }

    public bool ComparedWithTheOther(int block) => (int)_disk.Fault(block) == -Err.Busy; // ACQ203 "is compared with one of 'error-number'"

    public bool ComparedTheOtherWayRound(int block)
    {
        int err = _disk.Load(block);
        return err == (int)Outcome.Again; // ACQ203
    }

    private int Prepare(int block)
    {
        if (block < 0)
            return -Err.Fault;
        return _disk.Load(block);
    }
}
