using System;
using System.Buffers;
using System.Threading.Tasks;
using Cases.Api;

namespace Cases;

// Tuples are taken apart however deep they lie in one another.
internal static class TuplesInTuples
{
    public static Page HandedOutAgain()
    {
        var page = Mm.AllocPage();
        var ((same, _), _) = ((page, 0), 1);
        return same;
    }

    public static void GivenBackByTheInnerName()
    {
        var page = Mm.AllocPage();
        var ((same, order), flags) = ((page, 0), 1);
        if (order + flags > 0 && same != null)
            Mm.FreePage(same);
        else if (same != null)
            Mm.FreePage(same);
    }

    public static int ForgottenByTheInnerName(int wanted)
    {
        var page = Mm.AllocPage(); // ACQ101
        if (page == null)
            return -12;
        var ((same, order), _) = ((page, wanted), 1);
        if (order > 3)
            return -22;
        Mm.FreePage(same);
        return 0;
    }

    public static void Swapped()
    {
        var first = Mm.AllocPage();
        var second = Mm.AllocPage();
        ((first, second), var n) = ((second, first), 2);
        if (first != null)
            Mm.FreePage(first);
        if (second != null)
            Mm.FreePage(second);
        Console.WriteLine(n);
    }

    public static void TakenApartByTheType(PairOfNumbers numbers)
    {
        var page = Mm.AllocPage();
        var ((low, high), same) = (numbers, page);
        Console.WriteLine(low + high);
        if (same != null)
            Mm.FreePage(same);
    }

    private static ((byte[] Array, int Length), bool IsLast) Next() => ((ArrayPool<byte>.Shared.Rent(16), 16), true);

    public static void OfAHelper()
    {
        var ((array, _), _) = Next();
        ArrayPool<byte>.Shared.Return(array);
    }
}

internal sealed class PairOfNumbers
{
    public void Deconstruct(out int low, out int high) => (low, high) = (0, 1);
}

// What is done from the beginning yields what it was made of; and what goes on when a task is done gets the task.
internal static class TasksThatAreDone
{
    private static Task<byte[]> Take() => Task.FromResult(ArrayPool<byte>.Shared.Rent(16));

    private static ValueTask<byte[]> TakeByValue() => new(ArrayPool<byte>.Shared.Rent(16));

    public static async Task<int> Forgotten()
    {
        var array = await Take(); // ACQ101
        return array.Length;
    }

    public static async Task<int> ForgottenByValue()
    {
        var array = await TakeByValue(); // ACQ101
        return array.Length;
    }

    public static async Task GivenBack()
    {
        var array = await Take();
        ArrayPool<byte>.Shared.Return(array);
        array = TakeByValue().Result;
        ArrayPool<byte>.Shared.Return(array);
    }

    public static Task<byte[]> HandedOn()
    {
        var array = ArrayPool<byte>.Shared.Rent(16);
        array[0] = 1;
        return Task.FromResult(array);
    }

    public static Task GivenBackAfterwards() => Take().ContinueWith(task => ArrayPool<byte>.Shared.Return(task.Result));

    public static Task GivenBackByAMethod()
    {
        var task = Take();
        return task.ContinueWith(GiveBack);
    }

    private static void GiveBack(Task<byte[]> task) => ArrayPool<byte>.Shared.Return(task.Result);
}
