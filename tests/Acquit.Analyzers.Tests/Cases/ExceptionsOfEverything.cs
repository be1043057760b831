// option: acquit.exceptions = ALL
using System;
using Cases.Api;

namespace Cases;

// Accessors and operators may throw as well.
internal static class ExceptionsOfEverything
{
    public static void Accessor(Page other)
    {
        Page page = Mm.NewPage(); // ACQ102
        page.Index = other.Uptodate ? 1 : 0;
        Mm.FreePage(page);
    }

    public static void NewArray(int length)
    {
        Page page = Mm.NewPage(); // ACQ102
        var numbers = new int[length];
        page.Index = numbers.Length;
        Mm.FreePage(page);
    }

    public static void Operator(TimeSpan delay)
    {
        Page page = Mm.NewPage(); // ACQ102
        page.Index = (delay + delay).Days;
        Mm.FreePage(page);
    }

    public static void Field(Page other)
    {
        Page page = Mm.NewPage();
        page.Index = other.Index;
        Mm.FreePage(page);
    }

    public static void Length(byte[] bytes)
    {
        Page page = Mm.NewPage();
        page.Index = bytes.Length;
        Mm.FreePage(page);
    }

    public static void CompoundOperator(TimeSpan delay)
    {
        Page page = Mm.NewPage(); // ACQ102
        delay += delay;
        Mm.FreePage(page);
    }

    public static void CompoundAddition(int delay)
    {
        Page page = Mm.NewPage();
        delay += delay;
        page.Index = delay++;
        Mm.FreePage(page);
    }

    public static void IncrementOperator(Position position)
    {
        Page page = Mm.NewPage(); // ACQ102
        position++;
        Mm.FreePage(page);
    }

    public static void ImplicitConversion(int index)
    {
        Page page = Mm.NewPage(); // ACQ102
        Position position = index;
        page.Index = position.Index;
        Mm.FreePage(page);
    }

    public static void ConversionOfNumbers(int index)
    {
        Page page = Mm.NewPage();
        long position = index;
        page.Index = (int)position;
        Mm.FreePage(page);
    }

    public static void NewObjectWithoutAConstructor()
    {
        Page page = Mm.NewPage(); // ACQ102
        var other = new Bare();
        page.Index = other.Index;
        Mm.FreePage(page);
    }

    public static void NewObjectOfAnyType<T>()
        where T : new()
    {
        Page page = Mm.NewPage(); // ACQ102
        var other = new T();
        page.Index = 1;
        Mm.FreePage(page);
    }

    public static void NewStruct()
    {
        Page page = Mm.NewPage();
        var position = new Position();
        page.Index = position.Index;
        Mm.FreePage(page);
    }

    internal sealed class Bare
    {
        public int Index;
    }

    internal struct Position
    {
        public int Index;

        public static Position operator ++(Position position) => new() { Index = position.Index + 1 };

        public static implicit operator Position(int index) => new() { Index = index };
    }
}
