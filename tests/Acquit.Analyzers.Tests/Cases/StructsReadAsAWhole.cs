using System;
using System.Buffers;
using System.Collections.Generic;

namespace Cases;

// A struct that is read as a whole takes along what its fields name: chosen by a condition, copied with another number, boxed, put in
// an array, or put in a variable of the caller's.
internal static class StructsReadAsAWhole
{
    private static readonly List<Holder> Kept = new();

    public static Holder Chosen(int which)
    {
        Holder holder = new();
        holder.Array = ArrayPool<byte>.Shared.Rent(10);
        return which switch { 0 => holder, 1 => holder with { Number = 2 }, _ => holder };
    }

    public static void ChosenAndLeft(bool which)
    {
        Holder holder = new();
        holder.Array = ArrayPool<byte>.Shared.Rent(10); // ACQ101
        Holder chosen = which ? holder : holder;
        Console.Write(chosen.Number);
    }

    public static void ChosenAmongTwo(bool which, Holder other)
    {
        Holder holder = new();
        holder.Array = ArrayPool<byte>.Shared.Rent(10);
        Holder chosen = which ? holder : other;
        if (which)
            ArrayPool<byte>.Shared.Return(chosen.Array);
        else
            ArrayPool<byte>.Shared.Return(holder.Array);
    }

    public static void NotChosen(Holder? other)
    {
        Holder holder = new();
        holder.Array = ArrayPool<byte>.Shared.Rent(10); // ACQ101
        Holder chosen = other ?? holder;
        Kept.Add(chosen);
    }

    public static void PassedBesideAChoice(int which)
    {
        Holder holder = new();
        holder.Array = ArrayPool<byte>.Shared.Rent(10);
        Keep(holder, which > 0 ? 1 : 2);
    }

    public static void EndedBesideAChoice(int which)
    {
        Holder holder = new();
        holder.Array = ArrayPool<byte>.Shared.Rent(10);
        End(ref holder, which > 0 ? 1 : 2);
    }

    public static void WithAnotherNumber()
    {
        Holder holder = new();
        holder.Array = ArrayPool<byte>.Shared.Rent(10);
        holder = holder with { Number = 4 };
        ArrayPool<byte>.Shared.Return(holder.Array);
    }

    public static void WithAnotherNumberAndLeft()
    {
        Holder holder = new();
        holder.Array = ArrayPool<byte>.Shared.Rent(10); // ACQ101
        Holder other = holder with { Number = 4 };
        Console.Write(other.Number);
    }

    public static void PerhapsWithAnotherNumber(bool isNeeded)
    {
        Holder holder = new();
        if (isNeeded)
            holder.Array = ArrayPool<byte>.Shared.Rent(10);
        holder = holder with { Number = 1 };
        if (isNeeded)
            ArrayPool<byte>.Shared.Return(holder.Array);
    }

    public static void TheOriginalIsAnother(Holder original)
    {
        Holder copy = original with { Array = ArrayPool<byte>.Shared.Rent(10) };
        ArrayPool<byte>.Shared.Return(copy.Array);
        if (original.Array != null)
            ArrayPool<byte>.Shared.Return(original.Array);
    }

    public static void Boxed()
    {
        Holder holder = new();
        holder.Array = ArrayPool<byte>.Shared.Rent(10);
        object boxed = holder;
        holder = default;
        ArrayPool<byte>.Shared.Return(((Holder)boxed).Array);
    }

    public static void InAnArray()
    {
        Holder holder = new();
        holder.Array = ArrayPool<byte>.Shared.Rent(10);
        Holder[] all = { holder };
        holder = default;
        ArrayPool<byte>.Shared.Return(all[0].Array);
    }

    public static void PutInTheCallers(ref Holder others)
    {
        Holder holder = new();
        holder.Array = ArrayPool<byte>.Shared.Rent(10);
        others = holder;
        holder = default;
    }

    public static void HandedOut(out Holder others)
    {
        Holder holder = default;
        holder.Array = ArrayPool<byte>.Shared.Rent(10);
        others = holder;
    }

    public static void HandedOutAndTakenBack(out Holder others)
    {
        others = default;
        others.Array = ArrayPool<byte>.Shared.Rent(10); // ACQ101
        others.Number = 2;
        others = default;
    }

    public static bool HandedOutOnSuccess(out Holder others, bool isGood)
    {
        others = default;
        others.Array = ArrayPool<byte>.Shared.Rent(10); // ACQ101
        if (!isGood)
        {
            others = default;
            return false;
        }

        return true;
    }

    public static bool HandedOutOnSuccessAndEndedElse(out Holder others, bool isGood)
    {
        others = default;
        others.Array = ArrayPool<byte>.Shared.Rent(10);
        if (!isGood)
        {
            byte[] array = others.Array;
            others = default;
            ArrayPool<byte>.Shared.Return(array);
            return false;
        }

        return true;
    }

    public static void HandedOutAgain(out Holder others)
    {
        others = default;
        others.Array = ArrayPool<byte>.Shared.Rent(10);
        others = new Holder { Array = others.Array, Number = 4 };
    }

    public static void Nested()
    {
        Outer outer = default;
        outer.Inner.Array = ArrayPool<byte>.Shared.Rent(10);
        ArrayPool<byte>.Shared.Return(outer.Inner.Array);
        outer = default;
        if (outer.Inner.Array != null)
            ArrayPool<byte>.Shared.Return(outer.Inner.Array);
    }

    public static void TakenOutOfTheOuter()
    {
        Outer outer = default;
        outer.Inner.Array = ArrayPool<byte>.Shared.Rent(10);
        Holder inner = outer.Inner;
        outer = default;
        ArrayPool<byte>.Shared.Return(inner.Array);
    }

    public static void TakenAlongByTheOuter()
    {
        Outer outer = default;
        outer.Inner.Array = ArrayPool<byte>.Shared.Rent(10);
        Outer copy = outer;
        outer = default;
        ArrayPool<byte>.Shared.Return(copy.Inner.Array);
    }

    private static void Keep(Holder holder, int number)
    {
        if (number > 0)
            Kept.Add(holder);
        Kept.Add(holder);
    }

    private static void End(ref Holder holder, int number)
    {
        Console.Write(number);
        ArrayPool<byte>.Shared.Return(holder.Array);
        holder = default;
    }

    internal struct Holder
    {
        public byte[] Array;
        public int Number;
    }

    internal struct Outer
    {
        public Holder Inner;
        public int Number;
    }
}
