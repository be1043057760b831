// option: acquit.disposables = true
using System;

namespace Cases;

internal class FluentPart : IDisposable
{
    private int _size;

    public FluentPart WithSize(int size)
    {
        _size = size;
        return this;
    }

    public FluentPart Itself() => this;

    public FluentPart? OrNothing() => _size > 0 ? this : null;

    public FluentPart Another() => new();

    public virtual FluentPart Replaceable() => this;

    public int Size => _size;

    public void Dispose()
    {
    }
}

internal class ReplacingPart : FluentPart
{
    public override FluentPart Replaceable() => new();
}

// Methods that answer with what they are called on: it is the same by another name.
internal sealed class DisposablesThatAnswerThemselves
{
    private FluentPart? _kept;

    public int Left()
    {
        var part = new FluentPart().WithSize(2); // ACQ101
        return part.Size;
    }

    public void LeftThoughConfigured()
    {
        var part = new FluentPart(); // ACQ101
        part.WithSize(2).Itself();
    }

    public void LeftOnOneWay(bool once)
    {
        var part = new FluentPart().Itself(); // ACQ101
        if (once)
            return;
        part.Dispose();
    }

    public int Ended()
    {
        using var part = new FluentPart().WithSize(2).Itself();
        return part.Size;
    }

    public void EndedByItsFirstName()
    {
        var first = new FluentPart();
        var part = first.WithSize(2);
        Console.WriteLine(part.Size);
        first.Dispose();
    }

    public FluentPart HandedBack() => new FluentPart().WithSize(2);

    public void Kept() => _kept = new FluentPart().WithSize(3);

    public int PerhapsNothing()
    {
        var part = new FluentPart();
        using var same = part.OrNothing();
        return same?.Size ?? 0;
    }

    public void EndedAsWhatItMayBe(FluentPart? made)
    {
        using var part = (made ?? new FluentPart()).Replaceable();
    }
}
