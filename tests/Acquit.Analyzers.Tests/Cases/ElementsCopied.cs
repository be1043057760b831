using System;
using System.Buffers;
using System.Runtime.InteropServices;

namespace Cases;

// What is in an array is in another one as well once it has been copied.
internal static class ElementsCopied
{
    // Reports.

    public static int NotCopied(string[] texts)
    {
        nint[] made = new nint[texts.Length];
        for (int i = 0; i < texts.Length; i++)
            made[i] = Marshal.StringToHGlobalUni(texts[i]); // ACQ101
        return made.AsSpan().Slice(1).Length;
    }

    public static void APartOfItIsACopy(int size)
    {
        byte[] array = ArrayPool<byte>.Shared.Rent(size); // ACQ101
        ArrayPool<byte>.Shared.Return(array[..size]);
    }

    public static byte[] ACopyIsHandedBack(int size)
    {
        byte[] array = ArrayPool<byte>.Shared.Rent(size); // ACQ101
        return array[..size];
    }

    public static byte APartOfASpanIsAView(int size)
    {
        byte[] array = ArrayPool<byte>.Shared.Rent(size);
        Span<byte> part = array.AsSpan()[..size];
        ArrayPool<byte>.Shared.Return(array);
        return part[0]; // ACQ105
    }

    // Silent.

    public static void ByTheArray(string[] texts, nint[] result)
    {
        nint[] made = new nint[texts.Length];
        for (int i = 0; i < texts.Length; i++)
            made[i] = Marshal.StringToHGlobalUni(texts[i]);
        made.CopyTo(result, 0);
    }

    public static void ByASpan(string[] texts, nint[] result)
    {
        nint[] made = new nint[texts.Length];
        for (int i = 0; i < texts.Length; i++)
            made[i] = Marshal.StringToHGlobalUni(texts[i]);
        made.AsSpan().CopyTo(result);
    }

    public static bool ByASpanIfThereIsRoom(string[] texts, nint[] result)
    {
        nint[] made = new nint[texts.Length];
        for (int i = 0; i < texts.Length; i++)
            made[i] = Marshal.StringToHGlobalUni(texts[i]);
        return made.AsSpan(0, texts.Length).TryCopyTo(result);
    }

    public static void ByMemory(string[] texts, Memory<nint> result)
    {
        nint[] made = new nint[texts.Length];
        for (int i = 0; i < texts.Length; i++)
            made[i] = Marshal.StringToHGlobalUni(texts[i]);
        made.AsMemory().CopyTo(result);
    }

    public static nint[] AsAnotherArray(string[] texts)
    {
        nint[] made = new nint[texts.Length];
        for (int i = 0; i < texts.Length; i++)
            made[i] = Marshal.StringToHGlobalUni(texts[i]);
        return made.AsSpan().ToArray();
    }

    public static nint[] AsAClone(string[] texts)
    {
        nint[] made = new nint[texts.Length];
        for (int i = 0; i < texts.Length; i++)
            made[i] = Marshal.StringToHGlobalUni(texts[i]);
        return (nint[])made.Clone();
    }

    public static nint[] AsAPart(string[] texts)
    {
        nint[] made = new nint[texts.Length];
        for (int i = 0; i < texts.Length; i++)
            made[i] = Marshal.StringToHGlobalUni(texts[i]);
        return made[..2];
    }

    public static void HandlesByTheArray(object[] targets, GCHandle[] result)
    {
        GCHandle[] made = new GCHandle[targets.Length];
        for (int i = 0; i < targets.Length; i++)
            made[i] = GCHandle.Alloc(targets[i]);
        made.CopyTo(result, 0);
    }

    public static byte[] APartThatOutlivesIt(int size)
    {
        byte[] array = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return array[..size];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    public static int APartThatIsUsedAfterwards(int size)
    {
        byte[] array = ArrayPool<byte>.Shared.Rent(size);
        byte[] part = array[1..size];
        ArrayPool<byte>.Shared.Return(array);
        return part.Length + part[0];
    }
}
