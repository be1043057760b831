using System;
using System.Buffers;
using System.Collections.Generic;
using System.Threading;
using Cases.Api;

namespace Cases;

// Elements that somebody else has filled in, given back twice, or used after that: until another may be in their place.
internal sealed class ElementsOfOthersGivenBackAgain
{
    private static byte[][] s_all = new byte[4][];

    internal sealed class Item
    {
        public readonly byte[] Bytes = new byte[4];
    }

    // Reports.

    public static void Both(Page[] pages, int i)
    {
        Mm.FreePage(pages[i]);
        Mm.FreePage(pages[i]); // ACQ104
    }

    public static void InEveryRound(Page[] pages)
    {
        for (int i = 0; i < pages.Length; i++)
        {
            Mm.FreePage(pages[i]);
            Mm.FreePage(pages[i]); // ACQ104
        }
    }

    public static void OfEachOne(Page[] pages)
    {
        foreach (Page page in pages)
        {
            Mm.FreePage(page);
            Mm.FreePage(page); // ACQ104
        }
    }

    public static void OfAList(List<byte[]> buffers)
    {
        ArrayPool<byte>.Shared.Return(buffers[0]);
        ArrayPool<byte>.Shared.Return(buffers[0]); // ACQ104
    }

    public static void OfAField(int i)
    {
        ArrayPool<byte>.Shared.Return(s_all[i]);
        ArrayPool<byte>.Shared.Return(s_all[i]); // ACQ104
    }

    public static void Used(byte[][] buffers)
    {
        foreach (byte[] buffer in buffers)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer[0] = 1; // ACQ105
        }
    }

    public static void AsFarAsTheLoopGot(int n)
    {
        int k;
        Page[] pages = new Page[3];
        for (k = 0; k < 3; k++)
        {
            pages[k] = Mm.AllocPage(); // ACQ101
            if (pages[k] == null)
            {
                while (--k >= 0)
                {
                }
            }
        }

        for (k = 2; k >= 0; k--)
        {
            Mm.FreePage(pages[k]);
            Mm.FreePage(pages[k]); // ACQ104
        }
    }

    // Silent.

    public static void OneAfterTheOther(Page[] pages)
    {
        for (int i = 0; i < pages.Length; i++) // ACQ403
            Mm.FreePage(pages[i]);
    }

    public static void FromTheEnd(byte[][] buffers, int n)
    {
        do
        {
            ArrayPool<byte>.Shared.Return(buffers[n]);
        }
        while (--n >= 0);
    }

    public static void OfUnchangingParts(Item[] items)
    {
        for (int i = 0; i < items.Length; i++)
            ArrayPool<byte>.Shared.Return(items[i].Bytes);
    }

    public static void AfterTheyChangedPlaces(Item[] items)
    {
        ArrayPool<byte>.Shared.Return(items[0].Bytes);
        Array.Reverse(items);
        ArrayPool<byte>.Shared.Return(items[0].Bytes);
    }

    public static void FilledAgain(byte[][] buffers)
    {
        ArrayPool<byte>.Shared.Return(buffers[0]);
        buffers[0] = ArrayPool<byte>.Shared.Rent(4);
        ArrayPool<byte>.Shared.Return(buffers[0]);
    }

    public static void FilledUnderAnotherName(byte[][] buffers, byte[][] others)
    {
        ArrayPool<byte>.Shared.Return(buffers[0]);
        others[0] = new byte[4];
        ArrayPool<byte>.Shared.Return(buffers[0]);
    }

    public static void FilledByReference(byte[][] buffers)
    {
        ArrayPool<byte>.Shared.Return(buffers[0]);
        ref byte[] first = ref buffers[0];
        first = new byte[4];
        ArrayPool<byte>.Shared.Return(buffers[0]);
    }

    public static void Exchanged(byte[][] buffers)
    {
        ArrayPool<byte>.Shared.Return(buffers[0]);
        Interlocked.Exchange(ref buffers[0], new byte[4]);
        ArrayPool<byte>.Shared.Return(buffers[0]);
    }

    public static void Swapped(byte[][] buffers, int i, int j)
    {
        ArrayPool<byte>.Shared.Return(buffers[i]);
        (buffers[i], buffers[j]) = (buffers[j], buffers[i]);
        ArrayPool<byte>.Shared.Return(buffers[i]);
    }

    public static void MovedUp(List<byte[]> buffers)
    {
        ArrayPool<byte>.Shared.Return(buffers[0]);
        buffers.RemoveAt(0);
        ArrayPool<byte>.Shared.Return(buffers[0]);
    }

    public static void FilledByOthers(int i)
    {
        ArrayPool<byte>.Shared.Return(s_all[i]);
        Fill();
        ArrayPool<byte>.Shared.Return(s_all[i]);
    }

    public static void PerhapsTheSame(byte[][] buffers, int i, int j)
    {
        ArrayPool<byte>.Shared.Return(buffers[i]);
        ArrayPool<byte>.Shared.Return(buffers[j]);
    }

    private static void Fill() => s_all[1] = new byte[4];
}
