using System;
using System.Buffers;
using System.Threading;

namespace Cases;

// Asked for in several ways, any of which may be why; asked again later, in the same words or in others.
internal static class OneConditionOrTheOther
{
    public static void Twice(object gate, int one, int other)
    {
        if (one == 1 || other == 5)
            Monitor.Enter(gate);
        Console.Write(one);
        if (one == 1 || other == 5)
            Monitor.Exit(gate);
    }

    public static void TheOtherWayRound(object gate, int one, int other)
    {
        if (one == 1 || other == 5)
            Monitor.Enter(gate);
        Console.Write(one);
        if (other == 5 || one == 1)
            Monitor.Exit(gate);
    }

    public static void OneOfThemOnly(object gate, int one, int other)
    {
        if (one == 1 || other == 5)
            Monitor.Enter(gate); // ACQ101
        Console.Write(one);
        if (one == 1)
            Monitor.Exit(gate);
    }

    public static void OneChangedMeanwhile(int one, int other)
    {
        byte[]? rented = null;
        if (one == 1 || other == 5)
            rented = ArrayPool<byte>.Shared.Rent(3); // ACQ101
        one = 7;
        if (one == 1 || other == 5)
            ArrayPool<byte>.Shared.Return(rented!);
    }

    public static void Texts(object gate, string text)
    {
        if (text == "x" || text == "y")
            Monitor.Enter(gate);
        Console.Write(text);
        if (text is "x" or "y")
            Monitor.Exit(gate);
    }

    public static void AnotherText(string text)
    {
        byte[]? rented = null;
        if (text == "x" || text == "y")
            rented = ArrayPool<byte>.Shared.Rent(3); // ACQ101
        Console.Write(text);
        if (text is "x")
            ArrayPool<byte>.Shared.Return(rented!);
    }

    public static void APatternAndPlainly(object gate, int number)
    {
        if (number is < 0 or > 5)
            Monitor.Enter(gate);
        Console.Write(number);
        if (number < 0 || number > 5)
            Monitor.Exit(gate);
    }

    public static void OtherBounds(object gate, int number)
    {
        if (number is < 0 or > 5)
            Monitor.Enter(gate); // ACQ101
        Console.Write(number);
        if (number < 0 || number > 6)
            Monitor.Exit(gate);
    }

    public static void ASwitchAndAPattern(object gate, DayOfWeek day)
    {
        switch (day)
        {
            case DayOfWeek.Monday:
            case DayOfWeek.Friday:
                Monitor.Enter(gate);
                break;
        }

        Console.Write(day);
        if (day is DayOfWeek.Monday or DayOfWeek.Friday)
            Monitor.Exit(gate);
    }

    public static void GivenBackInEach(object gate, int number)
    {
        if (number is not (1 or 5))
            return;

        Monitor.Enter(gate);
        Console.Write(number);
        if (number == 1)
            Monitor.Exit(gate);
        else if (number == 5)
            Monitor.Exit(gate);
    }

    public static void ANegatedConjunction(object gate, int one, int other)
    {
        if (!(one == 1 & other == 5))
            Monitor.Enter(gate);
        Console.Write(one);
        if (one != 1 || other != 5)
            Monitor.Exit(gate);
    }

    public static void ARentedArray(int length, bool isLarge)
    {
        byte[]? rented = null;
        if (isLarge || length > 256)
            rented = ArrayPool<byte>.Shared.Rent(length);
        Console.Write(length);
        if (isLarge || length > 256)
            ArrayPool<byte>.Shared.Return(rented!);
    }

    public static void AFieldOfAStruct(object gate, Settings settings, bool isNeeded)
    {
        if (settings is { Level: > 3 } || isNeeded)
            Monitor.Enter(gate);
        Console.Write(settings.Level);
        if (isNeeded || settings.Level > 3)
            Monitor.Exit(gate);
    }

    public static void AFieldOfAChosenStruct(bool isNeeded)
    {
        Settings settings = default;
        if (isNeeded)
        {
            settings.Array = ArrayPool<byte>.Shared.Rent(5);
            settings.Level = 2;
        }

        switch (settings)
        {
            case { Level: 2, IsOn: false }:
                ArrayPool<byte>.Shared.Return(settings.Array);
                break;
        }
    }

    public static void AnotherLevelOfAChosenStruct(bool isNeeded)
    {
        Settings settings = default;
        if (isNeeded)
        {
            settings.Array = ArrayPool<byte>.Shared.Rent(5); // ACQ101
            settings.Level = 2;
        }

        switch (settings)
        {
            case { Level: 3 }:
                ArrayPool<byte>.Shared.Return(settings.Array);
                break;
        }
    }

    internal struct Settings
    {
        public int Level;
        public bool IsOn;
        public byte[] Array;
    }
}
