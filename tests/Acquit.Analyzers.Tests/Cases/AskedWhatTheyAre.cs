// option: acquit.disposables = true
using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Acquit;

namespace Cases;

// A helper declares less than it makes: whoever asks what it is gets that, and nothing else comes of the answer "no".
internal static class AskedWhatTheyAre
{
    private static object Make() => ArrayPool<byte>.Shared.Rent(16);

    private static T MakeAs<T>() where T : class => (T)(object)ArrayPool<byte>.Shared.Rent(16);

    private static object MakeOneOrTheOther(bool one) => one ? ArrayPool<byte>.Shared.Rent(16) : ArrayPool<char>.Shared.Rent(16);

    private static async Task<object> MakeLater()
    {
        await Task.Yield();
        return ArrayPool<byte>.Shared.Rent(16);
    }

    private static bool TryMake(out object made)
    {
        made = ArrayPool<byte>.Shared.Rent(16);
        return true;
    }

    private static (object Made, int Length) MakeWithLength() => (ArrayPool<byte>.Shared.Rent(16), 16);

    private static Stream Open(string path) => new FileStream(path, FileMode.Open);

    public static void AskedInACondition()
    {
        if (Make() is byte[] array)
            ArrayPool<byte>.Shared.Return(array);
    }

    public static void AskedTheOtherWayRound()
    {
        object made = Make();
        if (!(made is byte[] array))
            return;

        ArrayPool<byte>.Shared.Return(array);
    }

    public static void AskedForAnotherFirst()
    {
        object made = Make();
        if (made is string)
            return;

        ArrayPool<byte>.Shared.Return((byte[])made);
    }

    public static void AskedInASwitch()
    {
        switch (Make())
        {
            case string text:
                Console.WriteLine(text);
                break;
            case byte[] array:
                ArrayPool<byte>.Shared.Return(array);
                break;
        }
    }

    public static void AnswerKept()
    {
        object made = Make();
        bool isArray = made is byte[];
        if (isArray)
            ArrayPool<byte>.Shared.Return((byte[])made);
    }

    public static void AskedOfWhatIsFilledIn()
    {
        if (TryMake(out object made) && made is byte[] array)
            ArrayPool<byte>.Shared.Return(array);
    }

    public static void AskedOfAPartOfATuple()
    {
        var (made, length) = MakeWithLength();
        Console.WriteLine(length);
        if (made is byte[] array)
            ArrayPool<byte>.Shared.Return(array);
    }

    public static async Task AskedOfWhatIsAwaited()
    {
        if (await MakeLater() is byte[] array)
            ArrayPool<byte>.Shared.Return(array);
    }

    public static void AskedUntilItIs()
    {
        object made = Make();
        while (true)
        {
            if (made is byte[] array)
            {
                ArrayPool<byte>.Shared.Return(array);
                break;
            }

            made = Make();
        }
    }

    public static void AskedForEither(bool one)
    {
        object made = MakeOneOrTheOther(one);
        if (made is byte[] bytes)
            ArrayPool<byte>.Shared.Return(bytes);
        else if (made is char[] chars)
            ArrayPool<char>.Shared.Return(chars);
    }

    public static void AskedOfAStream(string path)
    {
        if (Open(path) is FileStream file)
            file.Dispose();
    }

    public static void AskedAndOnlyLookedAt()
    {
        object made = Make(); // ACQ101
        if (made is byte[] array)
            Console.WriteLine(array.Length);
    }

    public static void AskedForWhatItNeverIs()
    {
        object made = Make(); // ACQ101
        if (made is char[] chars)
            ArrayPool<char>.Shared.Return(chars);
    }

    public static void AskedForWhatANewOneIsNot(string path)
    {
        Stream stream = new FileStream(path, FileMode.Open); // ACQ101
        if (stream is BufferedStream buffered)
            buffered.Dispose();
    }

    public static void AskedOfAStreamAndOnlyLookedAt(string path)
    {
        Stream stream = Open(path); // ACQ101
        if (stream is FileStream file)
            Console.WriteLine(file.Name);
    }
}

// What only a contract says is taken may be of any type.
internal sealed class AskedWhatTheContractTakes
{
    [return: Acquires("lease", ReleasedBy = nameof(End))]
    public extern object Begin();

    [return: Acquires("lease", ReleasedBy = nameof(End), When = "return != null")]
    public extern object TryBegin();

    public extern void End([Releases("lease")] object lease);

    public void GivenBackIfItIsOne()
    {
        if (Begin() is string lease)
            End(lease);
    }

    public void GivenBackIfThereIsOne()
    {
        if (TryBegin() is string lease)
            End(lease);
    }

    public void OnlyLookedAt()
    {
        object lease = Begin(); // ACQ101
        if (lease is string text)
            Console.WriteLine(text.Length);
    }
}
