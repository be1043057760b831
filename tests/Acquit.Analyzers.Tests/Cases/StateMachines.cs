using System.Buffers;
using System.IO;

namespace Cases;

// Loops that go from one state to another: what one state takes, a later one gives back.
internal static class StateMachines
{
    private enum Step
    {
        Idle,
        Filled,
        Sent,
        Failed,
        Over,
    }

    // Reports.

    public static void LeftInTheMiddle(Stream stream)
    {
        byte[]? buffer = null;
        int state = 0;
        while (state != 3)
        {
            switch (state)
            {
                case 0:
                    buffer = ArrayPool<byte>.Shared.Rent(16); // ACQ101
                    state = 1;
                    break;
                case 1:
                    stream.Write(buffer!);
                    state = stream.CanSeek ? 2 : 3;
                    break;
                case 2:
                    ArrayPool<byte>.Shared.Return(buffer!);
                    buffer = null;
                    state = 3;
                    break;
            }
        }
    }

    public static void GivenBackBeforeItIsTaken(Stream stream, bool first)
    {
        byte[]? buffer = null;
        int state = first ? 0 : 2;
        while (state != 3)
        {
            switch (state)
            {
                case 0:
                    buffer = ArrayPool<byte>.Shared.Rent(16);
                    state = 1;
                    break;
                case 1:
                    stream.Write(buffer!);
                    state = 2;
                    break;
                case 2:
                    ArrayPool<byte>.Shared.Return(buffer!); // ACQ106
                    buffer = null;
                    state = 3;
                    break;
            }
        }
    }

    // Silent.

    public static void FromOneToTheNext(Stream stream)
    {
        byte[]? buffer = null;
        int state = 0;
        while (state != 3)
        {
            switch (state)
            {
                case 0:
                    buffer = ArrayPool<byte>.Shared.Rent(16);
                    state = 1;
                    break;
                case 1:
                    stream.Write(buffer!);
                    state = 2;
                    break;
                case 2:
                    ArrayPool<byte>.Shared.Return(buffer!);
                    buffer = null;
                    state = 3;
                    break;
            }
        }
    }

    public static void WithNames(Stream stream)
    {
        byte[]? buffer = null;
        Step step = Step.Idle;
        while (step != Step.Over)
        {
            switch (step)
            {
                case Step.Idle:
                    buffer = ArrayPool<byte>.Shared.Rent(16);
                    step = stream.CanWrite ? Step.Filled : Step.Failed;
                    break;
                case Step.Filled:
                    stream.Write(buffer!);
                    step = Step.Sent;
                    break;
                case Step.Sent:
                case Step.Failed:
                    ArrayPool<byte>.Shared.Return(buffer!);
                    buffer = null;
                    step = Step.Over;
                    break;
            }
        }
    }

    public static void BackToTheFirst(Stream stream, int rounds)
    {
        byte[]? buffer = null;
        int state = 0;
        while (state != 7)
        {
            switch (state)
            {
                case 0:
                    buffer = ArrayPool<byte>.Shared.Rent(16);
                    state = 4;
                    break;
                case 4:
                    stream.Write(buffer!);
                    state = 5;
                    break;
                case 5:
                    ArrayPool<byte>.Shared.Return(buffer!);
                    buffer = null;
                    state = --rounds > 0 ? 0 : 7;
                    break;
            }
        }
    }
}
