using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Cases;

// What a helper gives back if it is there, and leaves where it was, is given back once more by the next call.
internal static unsafe class MembersGivenBackAgain
{
    internal sealed class Block
    {
        public IntPtr Memory;
        public int Size;
        public bool IsOpen;

        public Block Next;

        public void Free() => Marshal.FreeHGlobal(Memory);

        public void Close()
        {
            Marshal.FreeHGlobal(Memory);
            Memory = IntPtr.Zero;
        }

        public void FreeIfOpen()
        {
            if (!IsOpen)
                return;
            IsOpen = false;
            Marshal.FreeHGlobal(Memory);
        }

        public void FreeIfThere()
        {
            if (Memory != IntPtr.Zero)
                Marshal.FreeHGlobal(Memory);
        }

        public void FreeAndForget()
        {
            Marshal.FreeHGlobal(Memory);
            Forget(this);
        }

        public void FreeWhatWasThere() => Marshal.FreeHGlobal(Interlocked.Exchange(ref Memory, IntPtr.Zero));

        public void FreeAndTell()
        {
            Marshal.FreeHGlobal(Memory);
            Told?.Invoke(this);
        }

        public event Action<Block> Told;
    }

    private static void FreeOf(Block block) => Marshal.FreeHGlobal(block.Memory);

    private static void Forget(Block block) => block.Memory = IntPtr.Zero;

    private static void FreeAndEmpty(Block block)
    {
        Marshal.FreeHGlobal(block.Memory);
        Empty(ref block.Memory);
    }

    private static void Empty(ref IntPtr memory) => memory = IntPtr.Zero;

    private static void FreeNext(Block block)
    {
        Marshal.FreeHGlobal(block.Memory);
        block.Memory = block.Next.Memory;
    }

    // Reports.

    public static void TwiceByAMethod()
    {
        Block block = new Block();
        block.Memory = Marshal.AllocHGlobal(16);
        block.Free();
        block.Free(); // ACQ104
    }

    public static void TwiceByAMethodThatLooks()
    {
        Block block = new Block();
        block.Memory = Marshal.AllocHGlobal(16);
        block.FreeIfThere();
        block.FreeIfThere(); // ACQ104
    }

    public static void TwiceByAHelper()
    {
        Block block = new Block();
        block.Memory = Marshal.AllocHGlobal(16);
        FreeOf(block);
        FreeOf(block); // ACQ104
    }

    public static void OnceByAHelperOnceByAMethod(bool early)
    {
        Block block = new Block();
        block.Memory = Marshal.AllocHGlobal(16);
        if (early)
            FreeOf(block);
        block.Size = 16;
        block.Free(); // ACQ104
    }

    public static void AfterItself()
    {
        Block block = new Block();
        block.Memory = Marshal.AllocHGlobal(16);
        Marshal.FreeHGlobal(block.Memory);
        block.Free(); // ACQ104
    }

    // Silent.

    public static void Forgotten()
    {
        Block block = new Block();
        block.Memory = Marshal.AllocHGlobal(16);
        block.Close();
        block.Close();
    }

    public static void ForgottenByTheCaller()
    {
        Block block = new Block();
        block.Memory = Marshal.AllocHGlobal(16);
        FreeOf(block);
        block.Memory = IntPtr.Zero;
        FreeOf(block);
    }

    public static void ForgottenByAnother()
    {
        Block block = new Block();
        block.Memory = Marshal.AllocHGlobal(16);
        block.FreeAndForget();
        block.FreeAndForget();
    }

    public static void EmptiedByReference()
    {
        Block block = new Block();
        block.Memory = Marshal.AllocHGlobal(16);
        FreeAndEmpty(block);
        FreeAndEmpty(block);
    }

    public static void Exchanged()
    {
        Block block = new Block();
        block.Memory = Marshal.AllocHGlobal(16);
        block.FreeWhatWasThere();
        block.FreeWhatWasThere();
    }

    public static void KeptByAFlag()
    {
        Block block = new Block();
        block.Memory = Marshal.AllocHGlobal(16);
        block.IsOpen = true;
        block.FreeIfOpen();
        block.FreeIfOpen();
    }

    public static void ToldToOthers(Action<Block> told)
    {
        Block block = new Block();
        block.Told += told;
        block.Memory = Marshal.AllocHGlobal(16);
        block.FreeAndTell();
        block.FreeAndTell();
    }

    public static void AnotherInItsPlace(Block next)
    {
        Block block = new Block { Next = next };
        block.Memory = Marshal.AllocHGlobal(16);
        FreeNext(block);
        FreeOf(block);
    }

    public static void AnotherInItsPlaceThatTheCallerGivesBack(Block next)
    {
        Block block = new Block { Next = next };
        block.Memory = Marshal.AllocHGlobal(16);
        FreeNext(block);
        Marshal.FreeHGlobal(block.Memory);
    }

    public static void ByCodeThatKeepsTheObject(Block next)
    {
        Block block = new Block();
        block.Memory = Marshal.AllocHGlobal(16);
        FreeAndPutUp(block, next);
        Marshal.FreeHGlobal(block.Memory);
    }

    private static void FreeAndPutUp(Block block, Block next)
    {
        Marshal.FreeHGlobal(block.Memory);
        next.Next = block;
        Fill(next);
    }

    private static void Fill(Block list) => list.Next.Memory = list.Memory;

    public static int NotOpenedAndClosed(string text)
    {
        Reader reader = new Reader();
        int err = reader.Open(text);
        if (err != 0)
        {
            reader.Close();
            return err;
        }

        reader.Close();
        return 0;
    }

    internal sealed class Reader
    {
        private IntPtr _text;

        public int Open(string text)
        {
            _text = Marshal.StringToHGlobalUni(text);
            return _text == IntPtr.Zero ? -1 : 0;
        }

        public void Close() => Marshal.FreeHGlobal(_text);
    }

    public static void TakenAnew()
    {
        Block block = new Block();
        block.Memory = Marshal.AllocHGlobal(16);
        FreeOf(block);
        block.Memory = Marshal.AllocHGlobal(32);
        FreeOf(block);
    }
}
