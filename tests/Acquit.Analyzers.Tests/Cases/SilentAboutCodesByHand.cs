// silent: ACQ203
using Acquit;
using Cases.Codes.Api;

namespace Cases.Codes;

// Codes that stay what they are, are turned by what is there for it, or by somebody who has reasons.
internal sealed class SilentAboutCodesByHand
{
    private readonly Disk _disk = new();
    private int _failures;

    public Outcome ByTheConverter(int block)
    {
        int err = _disk.Load(block);
        return err < 0 ? OutcomeOf.OfFailure(err) : Outcome.Done;
    }

    public int ByTheReverse(int block) => OutcomeOf.ToNumber(_disk.Fault(block));

    // Success and failure are no table.
    public Outcome FailureIsFailure(int block)
    {
        int err = _disk.Load(block);
        if (err < 0)
            return Outcome.Bad;
        return _disk.Fault(block);
    }

    public Outcome FailureIsFailureAtOnce(int block) => _disk.Load(block) == 0 ? Outcome.Done : Outcome.Bad;

    public int AnyFailure(int block) => (_disk.Fault(block) & (Outcome.Bad | Outcome.NoMemory)) != 0 ? -Err.Fault : 0;

    // Nothing that is there does the same: what is transient is to come again.
    public Outcome OwnTable(int block)
    {
        int err = _disk.Load(block);
        if (err == -Err.Again)
            return Outcome.Again;
        if (err == -Err.NoMemory)
            return Outcome.NoMemory;
        return Outcome.Bad;
    }

    public Outcome OwnTableAtOnce(int block) => _disk.Load(block) switch
    {
        0 => Outcome.None,
        -Err.Busy or -Err.Again => Outcome.Again,
        _ => Outcome.Bad,
    };

    public Outcome OwnTableNested(int block)
    {
        int err = _disk.Load(block);
        return err == -Err.Again ? Outcome.Again : err == -Err.NoMemory ? Outcome.NoMemory : Outcome.Bad;
    }

    public Outcome OwnTableInElse(int block)
    {
        int err = _disk.Load(block);
        if (err == -Err.Busy)
        {
            return Outcome.Again;
        }
        else
        {
            return err == -Err.NoMemory ? Outcome.NoMemory : Outcome.Bad;
        }
    }

    // It says that it is a converter.
    public static Outcome Converter([Carries("error-number")] int error) => error == -Err.NoMemory ? Outcome.NoMemory : Outcome.Bad;

    public Outcome ByItsOwnConverter(int block) => Converter(_disk.Load(block));

    public Outcome DoesMore(int block)
    {
        int err = _disk.Load(block);
        if (err == -Err.NoMemory)
        {
            _failures++;
            return Outcome.NoMemory;
        }

        _disk.Log("failed");
        return Outcome.Bad;
    }

    public Outcome TriesAgain(int block)
    {
        int err = _disk.Load(block);
        return err == -Err.NoMemory ? _disk.Fault(block) : Outcome.Bad;
    }

    public string Described(int block) => _disk.Load(block) == -Err.NoMemory ? "no memory" : "bad";

    public int Counted(int block) => _disk.Fault(block) == Outcome.Done ? 1 : 0;

    public bool Is(int block) => _disk.Load(block) == -Err.Busy;

    public bool IsOutcome(int block) => (_disk.Fault(block) & Outcome.Done) != 0;

    public bool IsNegative(int block) => _disk.Load(block) < 0;

    public Outcome OfStoredBits(int bits) => (Outcome)bits;

    public Outcome OfSomeNumber(int block) => (Outcome)_disk.Undescribed(block);

    public int ForTheLog(int block) => (int)_disk.Fault(block);

    public Outcome FromBits(Outcome outcome) => (Outcome)((uint)outcome | 0x100u);

    public int StaysANumber(int block)
    {
        int err = _disk.Load(block);
        return err == -Err.Again ? -Err.Busy : err;
    }

    public Verdict NothingIsThereForIt(int block) => _disk.Load(block) switch
    {
        -Err.NoMemory => Verdict.Free,
        _ => Verdict.Guilty,
    };

    public Outcome OfTwo(int block)
    {
        int err = _disk.Load(block);
        int other = _disk.Load(block + 1);
        return err == -Err.NoMemory || other == -Err.NoMemory ? Outcome.NoMemory : Outcome.Bad;
    }

    public static implicit operator int(SilentAboutCodesByHand handler) => handler._failures;
}
